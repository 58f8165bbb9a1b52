import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible } from '../../source/text/safe-text.ts';
import { sanitizeLine, sanitizeText } from '../../source/text/sanitize.ts';
import { findHostile, hostileTexts } from './hostile-texts.ts';

/** Texts of pieces that are special to the sanitiser, next to each other in every order. */
const pieces = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...[
        '\u001b',
        '[',
        ']',
        '31m',
        '\u0007',
        '\u009b',
        '\u009c',
        '\\',
        '\r',
        '\n',
        '\t',
        'a',
        '1',
        '\u20e3',
      ],
      ...[
        '👩',
        '🏽',
        '❤',
        '\u200d',
        '\ufe0f',
        '\ufe0e',
        '\u0301',
        '\ud83d',
        '\ude00',
        '\u202e',
        '\u200b',
        '★',
        '#',
      ],
    ),
    fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
  ),
  maxLength: 60,
});

describe('a line from outside', () => {
  it.each([
    ['plain text stays', 'a b c', 'a b c'],
    ['colours go', '\u001b[31mred\u001b[0m', 'red'],
    ['a clipboard write goes', 'x\u001b]52;c;aGk=\u0007y', 'xy'],
    ['a title goes', '\u001b]0;owned\u001b\\ok', 'ok'],
    ['an unterminated sequence takes the rest', 'ok\u001b]8;;http://x', 'ok'],
    ['C1 forms go', 'a\u009b2Jb\u009dtitle\u009cc', 'abc'],
    ['a progress line shows its last state', '10%\r50%\r100%', '100%'],
    ['a DOS line break is not a progress line', 'done\r', 'done'],
    ['tabs become spaces', 'a\tb', 'a       b'],
    ['a leading tab is eight spaces', '\tTopic: test', '        Topic: test'],
    ['bell, backspace and NUL go', 'a\u0007b\bc\u0000d', 'abcd'],
    ['bidirectional overrides go', 'abc\u202edef', 'abcdef'],
    ['invisible characters go', 'a\u200bb\u00adc\u2060d\u{e0041}e\u180ef', 'abcdef'],
    ['separators are spaces', 'a\u2028b\u2029c', 'a b c'],
    ['spaces of all widths are spaces', 'a\u00a0b\u2003c\u202fd\u3000e', 'a b c d e'],
    ['blank letters are spaces', 'a\u2800b\u{1d159}c\u{13441}d', 'a b c d'],
    ['half a character leaves a placeholder', 'a\ud800b', 'a\ufffdb'],
    ['selectors without effect go', 'a\ufe0fb\u{e0100}1\ufe0f2', 'ab12'],
    ['a joiner between other characters than emoji goes', 'a\u200db 👩\u200d', 'ab 👩'],
    ['a letter keeps four marks', `a${'\u0301'.repeat(9)}b`, `a${'\u0301'.repeat(4)}b`],
    ['wide and combining characters stay', '漢字 e\u0301 👩‍👩‍👧', '漢字 e\u0301 👩‍👩‍👧'],
    ['emoji of all kinds stay', '❤️ 1️⃣ 👩🏽‍🚀 🏴‍☠️ ☎︎ 🏳️‍🌈 🇩🇪', '❤️ 1️⃣ 👩🏽‍🚀 🏴‍☠️ ☎︎ 🏳️‍🌈 🇩🇪'],
    [
      'other scripts stay',
      'Ελληνικά кириллица עברית العربية हिन्दी ไทย 한국어 ẫ',
      'Ελληνικά кириллица עברית العربية हिन्दी ไทย 한국어 ẫ',
    ],
    ['visible format characters stay', '\u0600\u06dd', '\u0600\u06dd'],
  ])('%s', (_what, raw, safe) => {
    expect(sanitizeLine(raw)).toBe(safe);
  });

  it.each(hostileTexts)('contains nothing hostile after $what', ({ text }) => {
    expect(findHostile(sanitizeText(text))).toBeUndefined();
  });

  it('contains nothing hostile, whatever the character', () => {
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const shown = sanitizeLine(`a${String.fromCodePoint(code)}b`);
      if (findHostile(shown) !== undefined || /[\t\n]/.test(shown)) expect.fail(`U+${code.toString(16)}`);
    }
  });

  it('contains no space but U+0020, nothing ignorable, and no invisible format character', () => {
    const blank = /[\p{Zs}\p{Zl}\p{Zp}\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]/u;
    const drawn = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u;
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const character = String.fromCodePoint(code);
      if (character === ' ' || !blank.test(character) || drawn.test(character)) continue;
      if (sanitizeLine(`a${character}b`).includes(character)) expect.fail(`U+${code.toString(16)} stays`);
      // A message keeps its line breaks and tabs.
      if (code !== 9 && code !== 10 && visible(`a${character}b`).includes(character))
        expect.fail(`U+${code.toString(16)} stays in a message`);
    }
  });

  it('contains nothing hostile, whatever the combination', () => {
    fc.assert(
      fc.property(pieces, (raw) => {
        expect(findHostile(sanitizeText(raw))).toBeUndefined();
      }),
    );
  });

  it('is unchanged the second time', () => {
    const limits = fc.constantFrom(1, 5, 50, 16_384);
    fc.assert(
      fc.property(pieces, limits, (raw, limit) => {
        const once = sanitizeLine(raw, limit);
        expect(sanitizeLine(once, limit)).toBe(once);
        expect(sanitizeText(sanitizeText(raw))).toBe(sanitizeText(raw));
      }),
    );
    const long = sanitizeLine('x'.repeat(90_000));
    expect(sanitizeLine(long)).toBe(long);
  });

  it('is truncated if it is very long, and says so', () => {
    const cut = sanitizeLine('x'.repeat(90_000));
    expect(cut.length).toBeLessThan(17_000);
    expect(cut).toMatch(/… \(73616 more characters\)$/);
    expect(findHostile(sanitizeLine('👩‍👩‍👧'.repeat(9_000), 16_385))).toBeUndefined();
  });

  it.each([
    ['escapes that never end', '\u001b]'.repeat(50_000)],
    ['parameters', `\u001b[${'1;'.repeat(100_000)}`],
    ['combining marks', `a${'\u0301'.repeat(200_000)}`],
    ['joiners', '👩\u200d'.repeat(60_000)],
    ['returns', '\r'.repeat(200_000)],
    ['hostile characters', '\u202e\u200b'.repeat(100_000)],
  ])('is sanitised in linear time: %s', (_what, raw) => {
    const started = performance.now();
    sanitizeLine(raw, 1_000_000);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
