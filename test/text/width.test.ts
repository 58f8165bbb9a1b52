import fc from 'fast-check';
import { expect, it } from 'vitest';
import { padCells, takeCells, textWidth, truncate, wrapHard } from '../../source/text/width.ts';

it('counts cells, not characters', () => {
  expect(textWidth('漢字')).toBe(4);
  expect(textWidth('e\u0301')).toBe(1);
});

it('truncates with an ellipsis and never splits a wide character', () => {
  expect(truncate('abcdef', 4)).toBe('abc…');
  expect(takeCells('漢字', 3)).toBe('漢');
  expect(padCells('漢', 4)).toBe('漢  ');
});

it('wraps without losing anything, within the width', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 20 }), (line, cells) => {
      const pieces = wrapHard(line, cells);
      expect(pieces.join('')).toBe(line);
      for (const piece of pieces) expect(textWidth(piece)).toBeLessThanOrEqual(Math.max(cells, 2));
    }),
  );
});
