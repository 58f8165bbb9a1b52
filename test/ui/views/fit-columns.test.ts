import { describe, expect, it } from 'vitest';
import { fitColumns } from '../../../source/ui/views/fit-columns.ts';
import { freshTable } from '../../../source/ui/views/table-state.ts';
import type { ViewContent } from '../../../source/ui/views/view.ts';

const content: ViewContent = {
  columns: [{ name: 'NAME' }, { name: 'STATUS' }, { name: 'IP', extra: true }, { name: 'MESSAGE' }],
  rows: [{ id: 'a', cells: ['kafka-0', 'Running', '10.244.1.2', 'm'.repeat(60)] }],
  loaded: true,
};
const fitted = (room: number, state: Partial<typeof freshTable> = {}) =>
  fitColumns(content, { ...freshTable, ...state }, room).map(({ name, cells }) => `${name} ${cells}`);

describe('columns', () => {
  it('are all there, whole, where they have room', () => {
    expect(fitted(120)).toEqual(['NAME 7', 'STATUS 7', 'IP 10', 'MESSAGE 60']);
  });

  it('leave out those that matter less, before any is cut', () => {
    expect(fitted(80)).toEqual(['NAME 7', 'STATUS 7', 'MESSAGE 60']);
  });

  it('take the cells that they lack from the widest one', () => {
    expect(fitted(48)).toEqual(['NAME 7', 'STATUS 7', 'MESSAGE 30']);
  });

  it('are whole when asked for, from the first one and the first that is not shifted out', () => {
    expect(fitted(40, { wide: true })).toEqual(['NAME 7', 'STATUS 7', 'IP 10', 'MESSAGE 10']);
    expect(fitted(75, { wide: true, shift: 2 })).toEqual(['NAME 7', 'MESSAGE 60']);
  });
});
