import { expect, it } from 'vitest';
import { visible } from '../../../source/text/safe-text.ts';
import { RowTable, rowToken } from '../../../source/ui/terminal/row-table.ts';

it('puts every row in the place of its token', () => {
  const table = new RowTable();
  const [left, right] = [table.open(), table.open()];
  table.set(left, ['a', 'b'].map(visible));
  table.set(right, ['x'].map(visible));
  const frame = `${rowToken(left, 0)}${rowToken(right, 0)}\n${rowToken(left, 1)}${rowToken(right, 1)}`;
  expect(table.resolve(frame)).toBe('ax\nb');
});

it('gives a block that was closed to the next', () => {
  const table = new RowTable();
  const first = table.open();
  table.open();
  table.set(first, ['old'].map(visible));
  table.close(first);
  expect(table.resolve(rowToken(first, 0))).toBe('');
  expect(table.open()).toBe(first);
});

it('refuses more blocks than there are tokens for', () => {
  const table = new RowTable();
  for (let block = 0; block < 94; block += 1) table.open();
  expect(() => table.open()).toThrow(RangeError);
});

it('lets nothing through that is neither a token nor a blank', () => {
  const table = new RowTable();
  const block = table.open();
  table.set(block, [visible('a row')]);
  expect(table.resolve(`\u001b]0;title\u0007 ${rowToken(block, 0)}\u009b2J\n`)).not.toMatch(
    /[\u001b\u0007\u009b]/,
  );
});
