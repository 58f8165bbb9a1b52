import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinSafe, safe, safeJson, safeLines, trusted, visible } from '../../source/text/safe-text.ts';
import { findHostile, hostileTexts } from './hostile-texts.ts';

const anything = fc.string({ unit: 'binary' });

describe('text that is made visible', () => {
  it.each([
    ['an escape sequence', '\u001b]0;x\u0007', '^[]0;x^G'],
    ['a return', 'a\r\nb', 'a\\r\nb'],
    ['a C1 control', '\u009b2J', '\\u009b2J'],
    ['an override', 'a\u202eb', 'a\\u202eb'],
    ['a tag', '\u{e0041}', '\\u{e0041}'],
    ['DEL', '\u007f', '^?'],
    ['half a character', '\ud800', '\\ud800'],
    ['an emoji', '👩‍👩‍👧', '👩‍👩‍👧'],
    ['a tab', 'a\tb', 'a\tb'],
  ])('escapes %s', (_what, raw, shown) => {
    expect(visible(raw)).toBe(shown);
  });

  it.each(hostileTexts)('loses nothing of $what, and contains nothing hostile', ({ text }) => {
    const shown = visible(text);
    expect(findHostile(shown)).toBeUndefined();
    expect(visible(shown)).toBe(shown);
    expect(shown.length).toBeGreaterThanOrEqual(text.length);
  });

  it('is unchanged the second time', () => {
    fc.assert(
      fc.property(anything, (raw) => {
        expect(findHostile(visible(raw))).toBeUndefined();
        expect(visible(visible(raw))).toBe(visible(raw));
      }),
    );
  });
});

describe('a template', () => {
  it('makes each value safe on its own, and none hides what follows', () => {
    expect(safe`a \`${'\u001b]0;x'}\` b ${3}: mend it`).toBe('a `^[]0;x` b 3: mend it');
  });
});

describe('pieces', () => {
  it('are still safe when they are joined', () => {
    expect(joinSafe([trusted('a'), visible('\u001b')], ', ')).toBe('a, ^[');
    expect(safeLines([trusted('a'), trusted('b')])).toBe('a\nb\n');
  });

  it('are trusted only as literals in the source', () => {
    const outside: string = ['a', 'b'].join('');
    // @ts-expect-error a value that is not known at compile time
    trusted(outside);
    // @ts-expect-error a template with such a value
    trusted(`kafka ${outside}`);
    expect(trusted('a literal')).toBe('a literal');
  });
});

describe('a value as JSON', () => {
  it('contains nothing hostile and has the same meaning', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const json = safeJson({ [text]: text });
        expect(findHostile(json)).toBeUndefined();
        expect(JSON.parse(json)).toEqual({ [text]: text });
      }),
    );
    for (const { text } of hostileTexts) expect(JSON.parse(safeJson([text]))).toEqual([text]);
  });
});
