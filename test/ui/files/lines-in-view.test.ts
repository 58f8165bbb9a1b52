import { describe, expect, it } from 'vitest';
import { lastTop, linesInView } from '../../../source/ui/files/lines-in-view.ts';

const room = { columns: 14, rows: 4 };
const lines = ['one', 'twelve cells and more', '', 'four', 'five', 'six'];

describe('the visible lines of a file', () => {
  it('are wrapped beside their numbers, and cut where the space ends', () => {
    expect(linesInView(lines, 0, room)).toEqual([
      { index: 0, rows: ['one'] },
      { index: 1, rows: ['twelve cel', 'ls and mor', 'e'].slice(0, 3) },
    ]);
    expect(linesInView(lines, 5, room)).toEqual([{ index: 5, rows: ['six'] }]);
    expect(linesInView([], 0, room)).toEqual([]);
  });

  it('end with the last line', () => {
    expect(lastTop(lines, room)).toBe(2);
    expect(linesInView(lines, 2, room).map(({ index }) => index)).toEqual([2, 3, 4, 5]);
    expect(lastTop(['one'], room)).toBe(0);
    expect(lastTop([], room)).toBe(0);
    // A last line that is longer than the screen is shown from its beginning.
    expect(lastTop(['one', 'x'.repeat(500)], room)).toBe(1);
  });

  it('contain nothing that moves the cursor', () => {
    expect(linesInView(['a\u001b[2Jb\tc'], 0, { columns: 40, rows: 1 })[0]?.rows).toEqual(['ab    c']);
  });

  it('of a line of a megabyte are computed at once', () => {
    const began = performance.now();
    const [only] = linesInView(['x'.repeat(1024 * 1024)], 0, { columns: 80, rows: 22 });
    expect(only?.rows).toHaveLength(22);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
