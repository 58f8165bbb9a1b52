import { expect, it } from 'vitest';
import { RowTable, rowToken } from '../../../source/ui/terminal/row-table.ts';

it('puts every row in the place of its token', () => {
  const table = new RowTable();
  const [left, right] = [table.open(), table.open()];
  table.set(left, ['a', 'b']);
  table.set(right, ['x']);
  const frame = `${rowToken(left, 0)}${rowToken(right, 0)}\n${rowToken(left, 1)}${rowToken(right, 1)}`;
  expect(table.resolve(frame)).toBe('ax\nb');
});

it('gives a block that was closed to the next', () => {
  const table = new RowTable();
  const first = table.open();
  table.open();
  table.set(first, ['old']);
  table.close(first);
  expect(table.resolve(rowToken(first, 0))).toBe('');
  expect(table.open()).toBe(first);
});

it('refuses more blocks than there are tokens for', () => {
  const table = new RowTable();
  for (let block = 0; block < 94; block += 1) table.open();
  expect(() => table.open()).toThrow(RangeError);
});
