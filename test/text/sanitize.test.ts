import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitizeLine, sanitizeText } from '../../source/text/sanitize.ts';

describe('a line from outside', () => {
  it.each([
    ['plain text stays', 'a b c', 'a b c'],
    ['colours go', '\u001b[31mred\u001b[0m', 'red'],
    ['a clipboard write goes', 'x\u001b]52;c;aGk=\u0007y', 'xy'],
    ['a title goes', '\u001b]0;owned\u001b\\ok', 'ok'],
    ['an unterminated sequence takes the rest', 'ok\u001b]8;;http://x', 'ok'],
    ['C1 forms go', 'a\u009b2Jb\u009dtitle\u009cc', 'abc'],
    ['a progress line shows its last state', '10%\r50%\r100%', '100%'],
    ['a line end of DOS is no progress', 'done\r', 'done'],
    ['tabs become spaces', 'a\tb', 'a       b'],
    ['a leading tab is eight spaces', '\tTopic: test', '        Topic: test'],
    ['bell, backspace and NUL go', 'a\u0007b\bc\u0000d', 'abcd'],
    ['bidirectional overrides go', 'abc\u202edef', 'abcdef'],
    ['wide and combining characters stay', '漢字 e\u0301 👩‍👩‍👧', '漢字 e\u0301 👩‍👩‍👧'],
  ])('%s', (_what, raw, safe) => {
    expect(sanitizeLine(raw)).toBe(safe);
  });

  it('never holds a control character, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        expect(sanitizeText(raw)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });

  it('is cut when it is very long, and says so', () => {
    const cut = sanitizeLine('x'.repeat(90_000));
    expect(cut.length).toBeLessThan(17_000);
    expect(cut).toMatch(/… \(73616 more characters\)$/);
  });
});
