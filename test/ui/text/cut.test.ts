import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trusted } from '../../../source/text/safe-text.ts';
import { textWidth } from '../../../source/text/width.ts';
import { encodeLine } from '../../../source/ui/logs/encode-line.ts';
import { fitLine } from '../../../source/ui/logs/fit-line.ts';
import { line, lineWidth, plainText, span } from '../../../source/ui/logs/line.ts';
import { wrapLine } from '../../../source/ui/logs/wrap-line.ts';
import { cleanText, cutStart, cutText } from '../../../source/ui/text/cut.ts';
import { joinFitting } from '../../../source/ui/text/join.tsx';
import { cellsOf, plainText as textOf } from '../../../source/ui/text/text.tsx';
import { wrapCommand, wrapWords } from '../../../source/ui/text/wrap.ts';
import { themeNamed } from '../../../source/ui/theme/themes.ts';
import { findHostile, findHostileInColours, hostileTexts } from '../../text/hostile-texts.ts';

const anyText = fc.string({
  unit: fc.constantFrom('a', ' ', '漢', 'é', '👩‍🚀', '\u200b', '\u0301', '🇩🇪', 'ﾊ'),
});

describe('fitting text into cells', () => {
  it('keeps the end of a name where that is asked for', () => {
    expect(cutStart('consumer-6f4bbb58c4-lg5mx', 12)).toBe('…b58c4-lg5mx');
    expect(cutStart('kafka-0', 12)).toBe('kafka-0');
    fc.assert(fc.property(anyText, fc.nat(20), (text, cells) => textWidth(cutStart(text, cells)) <= cells));
  });

  it.each([
    ['short', 10, 'short'],
    ['exactly ten', 11, 'exactly ten'],
    ['one too long', 11, 'one too lo…'],
    ['漢字漢字', 5, '漢字…'],
    ['漢字漢字', 4, '漢…'],
    ['anything', 0, ''],
  ])('cuts %j to %i cells as %j', (text, cells, expected) => {
    expect(cutText(text, cells)).toBe(expected);
  });

  it('makes every line exactly as wide as its pane, whatever it contains', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 4 }), fc.integer({ min: 0, max: 30 }), (texts, cells) => {
        const fitted = fitLine(line(...texts), cells);
        expect(lineWidth(fitted)).toBe(cells);
        expect(textWidth(plainText(fitted))).toBe(cells);
      }),
    );
  });

  it('drops graphemes without a cell of their own, which would shift what follows', () => {
    expect(cleanText('a\u200bb\u0007c')).toBe('abc');
    expect(cleanText('e\u0301')).toBe('e\u0301');
  });

  it('keeps the style of each part', () => {
    const fitted = fitLine(line(span('red', { colour: 'red' }), ' plain'), 6);
    expect(fitted[0]).toEqual({ text: 'red', colour: 'red' });
    expect(plainText(fitted)).toBe('red p…');
  });

  it('cuts a line of 90,000 characters without measuring all of it', () => {
    const started = performance.now();
    for (let time = 0; time < 10; time += 1) cutText('漢'.repeat(90_000), 100);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('omits texts that do not fit', () => {
    const joined = joinFitting([trusted('one'), trusted('a long one'), trusted('two')], 9, 2);
    expect(textOf(joined)).toBe('one  two');
    expect(cellsOf(joined)).toBe(8);
  });
});

describe('wrapping', () => {
  it.each([
    ['one two three', 7, ['one two', 'three']],
    ['abcdefgh', 3, ['abc', 'def', 'gh']],
    ['first\nsecond', 20, ['first', 'second']],
    ['', 5, ['']],
  ])('wraps %j at %i', (text, cells, expected) => {
    expect(wrapWords(text, cells)).toEqual(expected);
  });

  it('never makes a row wider than requested, and loses nothing but spaces', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 20 }), (text, cells) => {
        const rows = wrapWords(text, cells);
        for (const row of rows) expect(textWidth(row)).toBeLessThanOrEqual(cells);
        expect(rows.join('').replaceAll(' ', '')).toBe(cleanText(text).replaceAll(' ', ''));
      }),
    );
  });

  it('wraps a styled line and keeps its styles', () => {
    const rows = wrapLine(line('ab', span('cdef', { bold: true })), 3, 1);
    expect(rows.map(plainText)).toEqual(['abc', ' de', ' f']);
    expect(rows[1]?.at(-1)).toEqual({ text: 'de', bold: true });
  });

  it('continues a command with a backslash, in a form that a shell accepts', () => {
    expect(wrapCommand('kubectl get pods -o wide', 14)).toEqual(
      ['kubectl get \\', 'pods -o wide'].map((row) => row),
    );
    expect(wrapCommand("sh -c 'a b c'", 9)).toEqual(["sh -c 'a", "b c'"]);
  });
});

describe('a row on its way to the terminal', () => {
  it.each(hostileTexts)('contains nothing hostile from $what', ({ text }) => {
    const row = line('before ', span(text, { colour: 'red', bold: true }), ' after');
    for (const env of [{}, { NO_COLOR: '1' }]) {
      const theme = themeNamed('dark', { TERM: 'xterm-256color', ...env });
      expect(findHostileInColours(encodeLine(row, theme))).toBeUndefined();
      expect(findHostileInColours(encodeLine(fitLine(row, 30), theme))).toBeUndefined();
    }
    for (const wrapped of wrapWords(text, 20)) expect(findHostile(wrapped)).toBeUndefined();
  });
});
