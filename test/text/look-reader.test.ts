import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookReader, withoutTabs } from '../../source/text/look-reader.ts';
import { mostLooksOfLine } from '../../source/text/looks.ts';
import { sanitizeDataLine } from '../../source/text/sanitize.ts';

const limit = 16_384;

/** What looks like something, with how it looks. */
function styled(raw: string): [string, object][] {
  const { text, looks } = new LookReader().read(raw, limit);
  return looks.map(({ from, length, ...style }) => [text.slice(from, from + length), style]);
}

describe('the looks of a line', () => {
  it.each([
    ['a b', []],
    ['\u001b[31mred\u001b[0m plain', [['red', { colour: 1 }]]],
    ['plain \u001b[1;92mgood\u001b[m', [['good', { colour: 10, bold: true }]]],
    ['\u009b4mC1\u009b24m', [['C1', { underline: true }]]],
    [
      '\u001b[2mdim \u001b[33mtoo\u001b[22m not',
      [
        ['dim ', { dim: true }],
        ['too', { colour: 3, dim: true }],
        [' not', { colour: 3 }],
      ],
    ],
    [
      '\u001b[38;5;208mo\u001b[38;2;1;2;255mb',
      [
        ['o', { colour: 208 }],
        ['b', { colour: '#0102ff' }],
      ],
    ],
    [
      '\u001b[38:2::9:8:7mc\u001b[38:5:7md',
      [
        ['c', { colour: '#090807' }],
        ['d', { colour: 7 }],
      ],
    ],
    ['\u001b[48;5;1;31mon a ground\u001b[49m', [['on a ground', { colour: 1 }]]],
    ['\u001b[38;5;999mno colour\u001b[38;2;1mnor this', []],
    ['\u001b[31mred\u001b[2J\u001b]0;title\u0007 still', [['red still', { colour: 1 }]]],
    ['\u001b[31m10%\r\u001b[32m100%\r', [['100%', { colour: 2 }]]],
    ['\u001b[31ma\u202eb\u200bc\u001b[0md', [['abc', { colour: 1 }]]],
  ])('of %j are %j', (raw, expected) => {
    expect(styled(raw as string)).toEqual(expected);
  });

  it('go on in the next line, until the program changes them', () => {
    const reader = new LookReader();
    reader.read('\u001b[31mone', limit);
    expect(reader.read('two', limit).looks).toEqual([{ from: 0, length: 3, colour: 1 }]);
    expect(reader.read('\u001b[0mthree', limit).looks).toEqual([]);
  });

  it('stand at the same text when its tabs become spaces', () => {
    const { text, looks } = new LookReader().read('a\t\u001b[31mb\tc\u001b[0m', limit);
    const laidOut = withoutTabs(text, looks);
    expect(laidOut.text).toBe('a       b       c');
    expect(laidOut.looks).toEqual([{ from: 8, length: 9, colour: 1 }]);
  });

  it('are bounded in a line, and what follows looks plain', () => {
    const { looks } = new LookReader().read('\u001b[31mx\u001b[32my'.repeat(5_000), limit);
    expect(looks.length).toBeGreaterThan(mostLooksOfLine / 2);
    expect(looks.length).toBeLessThanOrEqual(mostLooksOfLine);
    expect(looks.at(-1)).toMatchObject({ length: 1 });
  });

  it('leave the text to the sanitiser, and stay within it, whatever comes', () => {
    const piece = fc.constantFrom(
      '\u001b[',
      '\u009b',
      '31',
      ';',
      ':',
      'm',
      '38;2;',
      '0',
      'x',
      '\t',
      '\r',
      '👩',
      '\u200d',
      '\u0301',
      '\u202e',
      '\u001b]',
    );
    fc.assert(
      fc.property(fc.array(fc.string({ unit: piece, maxLength: 40 }), { maxLength: 4 }), (lines) => {
        const reader = new LookReader();
        for (const raw of lines) {
          const { text, looks } = reader.read(raw, 12);
          expect(text).toBe(sanitizeDataLine(raw, 12));
          let last = 0;
          for (const { from, length } of looks) {
            expect(from).toBeGreaterThanOrEqual(last);
            expect(length).toBeGreaterThan(0);
            last = from + length;
          }
          expect(last).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});
