import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../../source/text/width.ts';
import { cursorRow, moveByRow, typedRows } from '../../../source/ui/typing/typed-rows.ts';

const texts = (text: string, cells: number): string[] => typedRows(text, cells).map((row) => row.text);

describe('the rows of typed text', () => {
  it.each([
    ['', 10, ['']],
    ['one two three', 7, ['one two ', 'three']],
    ['one two  three', 8, ['one two  ', 'three']],
    ['one two', 5, ['one ', 'two']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['one\n\ntwo', 10, ['one', '', 'two']],
    ['名前名前', 5, ['名前', '名前']],
  ])('%j in %i cells', (text, cells, rows) => {
    expect(texts(text, cells)).toEqual(rows);
  });

  it('contain every character once, and no row is too wide except for trailing spaces', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '名') }),
        fc.integer({ min: 2, max: 9 }),
        (text, cells) => {
          const rows = typedRows(text, cells);
          let rebuilt = '';
          for (const { start, text: row } of rows) {
            rebuilt += text.slice(rebuilt.length, start) + row;
            expect(text.slice(start, start + row.length)).toBe(row);
            expect(textWidth(row.trimEnd())).toBeLessThanOrEqual(cells);
          }
          expect(rebuilt).toBe(text);
        },
      ),
    );
  });

  it('have the cursor in the row after a wrap, and at the end of the last one', () => {
    const rows = typedRows('one two three', 7);
    expect(cursorRow(rows, 8)).toEqual({ index: 1, offset: 0 });
    expect(cursorRow(rows, 13)).toEqual({ index: 1, offset: 5 });
  });
});

describe('the cursor moves up and down', () => {
  it('to the same column', () => {
    expect(moveByRow({ text: 'one\ntwo', cursor: 5 }, -1, 10).cursor).toBe(1);
    expect(moveByRow({ text: 'one\ntwo', cursor: 1 }, 1, 10).cursor).toBe(5);
  });

  it('to the end of a shorter row', () => {
    expect(moveByRow({ text: 'o\ntwo', cursor: 5 }, -1, 10).cursor).toBe(1);
  });

  it('but never past the end of a wrapped row, which is the start of the next', () => {
    const text = 'abcdefgh';
    expect(moveByRow({ text, cursor: 8 }, -1, 4).cursor).toBe(3);
  });

  it('to the start from the first row, and to the end from the last', () => {
    expect(moveByRow({ text: 'one', cursor: 2 }, -1, 10).cursor).toBe(0);
    expect(moveByRow({ text: 'one', cursor: 1 }, 1, 10).cursor).toBe(3);
  });
});
