import { describe, expect, it } from 'vitest';
import { fitColumns, shownCells } from '../../../source/ui/views/fit-columns.ts';
import { freshTable } from '../../../source/ui/views/table-state.ts';
import type { ViewContent } from '../../../source/ui/views/view.ts';

const content: ViewContent = {
  columns: [{ name: 'NAME' }, { name: 'STATUS' }, { name: 'IP', extra: true }, { name: 'MESSAGE' }],
  rows: [{ id: 'a', cells: ['kafka-0', 'Running', '10.244.1.2', 'm'.repeat(60)] }],
  loaded: true,
};
const fitted = (room: number, state: Partial<typeof freshTable> = {}) =>
  fitColumns(content, { ...freshTable, ...state }, room).map(({ name, cells }) => `${name} ${cells}`);

const events: ViewContent = {
  columns: [
    { name: 'LAST SEEN' },
    { name: 'TYPE', yields: true },
    { name: 'REASON' },
    { name: 'OBJECT' },
    { name: 'MESSAGE', main: true },
  ],
  rows: [{ id: 'a', cells: ['5m', 'Warning', 'r'.repeat(22), 'o'.repeat(40), 'm'.repeat(100)] }],
  loaded: true,
};

describe('the main column', () => {
  const at = (room: number) =>
    fitColumns(events, freshTable, room).map(({ name, cells }) => `${name} ${cells}`);

  it('had 16 cells of 80; it takes what others do not need, and one that yields is left out', () => {
    expect(at(76)).toEqual(['LAST SEEN 10', 'REASON 14', 'OBJECT 14', 'MESSAGE 32']);
    expect(shownCells(events, freshTable, 76)).toEqual([0, 2, 3, 4]);
  });

  it('has half of the room before the others are whole', () => {
    expect(at(116)).toEqual(['LAST SEEN 10', 'TYPE 7', 'REASON 16', 'OBJECT 17', 'MESSAGE 58']);
    expect(at(196)).toEqual(['LAST SEEN 10', 'TYPE 7', 'REASON 22', 'OBJECT 40', 'MESSAGE 100']);
  });

  it('never makes the table wider than the screen', () => {
    for (let room = 20; room < 200; room += 1) {
      const placed = fitColumns(events, freshTable, room);
      expect(placed.reduce((sum, { cells }) => sum + cells + 2, -2)).toBeLessThanOrEqual(room);
    }
  });
});

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

it('measures a row once, however often the table changes', () => {
  let measured = 0;
  const rows = Array.from({ length: 100 }, (_, number) => ({
    id: `${number}`,
    get cells() {
      measured += 1;
      return [`pod-${number}`, 'Running', '10.244.1.2', 'message'];
    },
  }));
  fitColumns({ ...content, rows }, freshTable, 80);
  expect(measured).toBe(100);
  const row = { id: 'new', cells: ['pod-with-a-longer-name', 'Running', '', ''] };
  const [name] = fitColumns({ ...content, rows: [row, ...rows] }, freshTable, 80);
  expect(name?.cells).toBe(row.cells[0]!.length);
  expect(measured).toBe(100);
});

it('gave room to a column that is unset in every row, and cut the others', () => {
  const claims = (classes: readonly string[]): ViewContent => ({
    columns: [{ name: 'NAME', keepsEnd: true }, { name: 'STORAGECLASS' }, { name: 'VOLUMEATTRIBUTESCLASS' }],
    rows: classes.map((one, at) => ({ id: `${at}`, cells: ['n'.repeat(20), 'standard', one] })),
    loaded: true,
  });
  const names = (content: ViewContent, room: number) =>
    fitColumns(content, freshTable, room).map(({ name }) => name);
  expect(names(claims(['<unset>', '<unset>']), 40)).toEqual(['NAME', 'STORAGECLASS']);
  expect(names(claims(['<unset>', 'gold']), 40)).toContain('VOLUMEATTRIBUTESCLASS');
  expect(names(claims(['<unset>']), 80)).toContain('VOLUMEATTRIBUTESCLASS');
});
