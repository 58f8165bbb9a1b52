import { styledCharsFromTokens, styledCharsToString, type Token, tokenize } from '@alcalzone/ansi-tokenize';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
// Ink does not export it.
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

it('splits lines into the same cells as the package', () => {
  fc.assert(
    fc.property(styledLine, (line) => {
      expect(ours.styledCharsFromTokens(ours.tokenize(line))).toEqual(styledCharsFromTokens(tokenize(line)));
    }),
  );
});

it('joins cells to the same text as the package, whatever their origin', () => {
  fc.assert(
    fc.property(fc.array(styledLine, { maxLength: 4 }), fc.integer({ min: 0, max: 9 }), (lines, from) => {
      const [mine, theirs] = [ours.styledCharsFromTokens, (line: string) => chars(tokenize(line))].map(
        (take) => lines.flatMap((line) => [...take(line).slice(from), blank()]),
      );
      expect(ours.styledCharsToString(mine!)).toBe(styledCharsToString(theirs!));
      // Cells of the package also pass through ours: those of lines that ours leaves to it.
      expect(ours.styledCharsToString(theirs!)).toBe(styledCharsToString(theirs!));
    }),
  );
});

it('measures like the package', () => {
  fc.assert(
    fc.property(styledLine, (line) => {
      expect(inkWidth(line)).toBe(stringWidth(line));
    }),
  );
});

it('cuts a text like Ink', () => {
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

/** string-width joins what a sequence parts, such as a letter and its accent. Cells do not: such a line takes more of them. */
const keepsClusters = (line: string): boolean =>
  line.split(/\u001b\[[\d;]*m/).reduce((sum, part) => sum + [...clusters.segment(part)].length, 0) ===
  [...clusters.segment(line.replaceAll(/\u001b\[[\d;]*m/g, ''))].length;
const clusters = new Intl.Segmenter();

it('cuts no text wider than requested, while Ink lets a wide character stick out', () => {
  fc.assert(
    fc.property(styledLine.filter(isClean), fc.integer({ min: 1, max: 30 }), (line, width) => {
      const cut = wrapText(line, width, 'truncate');
      expect(stringWidth(cut)).toBeLessThanOrEqual(width);
      if (keepsClusters(line) && stringWidth(line) <= width) expect(cut).toBe(line);
    }),
  );
});

it('measures multi-line text like Ink', () => {
  fc.assert(
    fc.property(fc.array(styledLine, { maxLength: 3 }), (lines) => {
      expect(measureText(lines.join('\n'))).toEqual(inksMeasure(lines.join('\n')));
    }),
  );
});

const chars = (tokens: Token[]) => styledCharsFromTokens(tokens);
/** A cell that Ink puts where nothing is written. */
const blank = () => ({ type: 'char' as const, value: ' ', fullWidth: false, styles: [] });
/** Without escape sequences other than styles: others never reach Ink. */
const isClean = (line: string) =>
  !/[\u0000-\u001f\u007f-\u009f]/.test(line.replaceAll(/\u001b\[[\d;]*m/g, ''));
/** The appearance of a cell. */
const shown = (line: string) =>
  chars(tokenize(line)).map(({ value, styles }) => [value, styles.map(({ code }) => code).sort()]);
