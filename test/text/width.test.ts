import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { takeCells, textWidth, truncate, wrapHard } from '../../source/text/width.ts';

it('counts cells, not characters', () => {
  expect(textWidth('漢字')).toBe(4);
  expect(textWidth('e\u0301')).toBe(1);
});

it('agrees with the Unicode tables on every character, alone and before a combining one', () => {
  for (let unit = 0x20; unit < 0x3000; unit += 1) {
    if (unit >= 0x7f && unit < 0xa0) continue;
    const character = String.fromCharCode(unit);
    if (textWidth(character) !== stringWidth(character)) expect.fail(`U+${unit.toString(16)}`);
  }
  expect(textWidth('✔\ufe0f')).toBe(stringWidth('✔\ufe0f'));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (line) => {
      expect(textWidth(line)).toBe(stringWidth(line));
    }),
  );
});

it('cuts to the given number of cells, and never splits an accent from its letter', () => {
  expect(takeCells('abcde\u0301', 5)).toBe('abcde\u0301');
  expect(takeCells('abcde\u0301f', 5)).toBe('abcde\u0301');
  expect(takeCells('abcde', 5)).toBe('abcde');
});

it('measures and cuts a long line of wide characters instantly', () => {
  const line = '漢字かな混じり文🙂'.repeat(2_000);
  const startedAt = performance.now();
  expect(textWidth(takeCells(line, 10_000))).toBeLessThanOrEqual(10_000);
  expect(performance.now() - startedAt).toBeLessThan(3_000);
});

it('truncates with an ellipsis and never splits a wide character', () => {
  expect(truncate('abcdef', 4)).toBe('abc…');
  expect(takeCells('漢字', 3)).toBe('漢');
});

it('wraps without losing anything, within the width or around a single wider grapheme', () => {
  const graphemes = new Intl.Segmenter();
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 20 }), (line, cells) => {
      const pieces = wrapHard(line, cells);
      expect(pieces.join('')).toBe(line);
      for (const piece of pieces) {
        if ([...graphemes.segment(piece)].length > 1) expect(textWidth(piece)).toBeLessThanOrEqual(cells);
      }
    }),
  );
});

it('was expected to fit any grapheme into two cells: one of three is a piece of its own', () => {
  const eighthNote = '\u{1D158}\u{1D165}\u{1D16E}';
  expect(textWidth(eighthNote)).toBe(3);
  expect(wrapHard(`a${eighthNote}b`, 2)).toEqual(['a', eighthNote, 'b']);
});
