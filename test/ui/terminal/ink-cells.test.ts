import { styledCharsFromTokens, styledCharsToString, type Token, tokenize } from '@alcalzone/ansi-tokenize';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
// Ink exports it to nobody.
import inksMeasure from '../../../node_modules/ink/build/measure-text.js';
import inksWrap from '../../../node_modules/ink/build/wrap-text.js';
import * as ours from '../../../source/ui/terminal/ink-cells.ts';
import measureText from '../../../source/ui/terminal/ink-measure.ts';
import inkWidth from '../../../source/ui/terminal/ink-width.ts';
import wrapText from '../../../source/ui/terminal/ink-wrap.ts';
import { hostileTexts } from '../../text/hostile-texts.ts';

const sgr = fc
  .constantFrom('1', '22', '4', '24', '7', '27', '31', '39', '96', '38;5;203', '48;5;16', '49', '0', '97;40')
  .map((code) => `\u001b[${code}m`);
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', '│', '█', '✔', 'é', '…', '①') }),
  fc.string({ unit: fc.constantFrom('漢', 'e\u0301', '👩‍🚀', '\u200b', '🇩🇪', 'ﾊ', '\u0301', '가') }),
  fc.constantFrom(...hostileTexts.map((one) => one.text)),
);
const styledLine = fc
  .array(fc.oneof(sgr, text), { maxLength: 12 })
  .map((parts) => parts.join('').replaceAll('\n', ' '));

it('takes lines apart into the cells that the package makes of them', () => {
  fc.assert(
    fc.property(styledLine, (line) => {
      expect(ours.styledCharsFromTokens(ours.tokenize(line))).toEqual(styledCharsFromTokens(tokenize(line)));
    }),
  );
});

it('puts cells together to the text that the package makes of them, wherever they come from', () => {
  fc.assert(
    fc.property(fc.array(styledLine, { maxLength: 4 }), fc.integer({ min: 0, max: 9 }), (lines, from) => {
      const [mine, theirs] = [ours.styledCharsFromTokens, (line: string) => chars(tokenize(line))].map(
        (take) => lines.flatMap((line) => [...take(line).slice(from), blank()]),
      );
      expect(ours.styledCharsToString(mine!)).toBe(styledCharsToString(theirs!));
      // Cells of the package’s own go through ours as well: those of lines that ours leaves to it.
      expect(ours.styledCharsToString(theirs!)).toBe(styledCharsToString(theirs!));
    }),
  );
});

it('measures as the package does', () => {
  fc.assert(
    fc.property(styledLine, (line) => {
      expect(inkWidth(line)).toBe(stringWidth(line));
    }),
  );
});

it('cuts a text as Ink does', () => {
  const singleCells = fc
    .array(fc.oneof(sgr, fc.string({ unit: fc.constantFrom('a', ' ', '│', '█', '✔', 'é', '…') })), {
      maxLength: 12,
    })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(singleCells, fc.integer({ min: 1, max: 30 }), (line, width) => {
      const [mine, theirs] = [wrapText, inksWrap].map((wrap) => shown(wrap(line, width, 'truncate')));
      expect(mine).toEqual(theirs);
    }),
  );
});

it('cuts no text to more cells than asked, where Ink lets a wide character stand out', () => {
  fc.assert(
    fc.property(styledLine.filter(isClean), fc.integer({ min: 1, max: 30 }), (line, width) => {
      const cut = wrapText(line, width, 'truncate');
      expect(stringWidth(cut)).toBeLessThanOrEqual(width);
      if (stringWidth(line) <= width) expect(cut).toBe(line);
    }),
  );
});

it('measures texts of several lines as Ink does', () => {
  fc.assert(
    fc.property(fc.array(styledLine, { maxLength: 3 }), (lines) => {
      expect(measureText(lines.join('\n'))).toEqual(inksMeasure(lines.join('\n')));
    }),
  );
});

const chars = (tokens: Token[]) => styledCharsFromTokens(tokens);
/** A cell that Ink itself puts where nothing is written. */
const blank = () => ({ type: 'char' as const, value: ' ', fullWidth: false, styles: [] });
/** Without sequences but those of styles: others never get as far as Ink. */
const isClean = (line: string) =>
  !/[\u0000-\u001f\u007f-\u009f]/.test(line.replaceAll(/\u001b\[[\d;]*m/g, ''));
/** What a cell looks like. */
const shown = (line: string) =>
  chars(tokenize(line)).map(({ value, styles }) => [value, styles.map(({ code }) => code).sort()]);
