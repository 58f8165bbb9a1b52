import fc from 'fast-check';
import { expect, it } from 'vitest';
import { takeKey } from '../../../../../source/embedded/containers/shell/line-editor/keys.ts';

function keysOf(text: string): { keys: string[]; rest: string } {
  const keys: string[] = [];
  let rest = text;
  for (let next = takeKey(rest); next.key !== undefined && rest !== ''; next = takeKey(rest)) {
    keys.push(next.key);
    rest = next.rest;
  }
  return { keys, rest };
}

it.each([
  ['a\u00e9\u{1f600}', ['a', '\u00e9', '\u{1f600}']],
  ['\u0001\r\n\t', ['C-a', 'C-m', 'C-j', 'C-i']],
  ['\u007f\u0008\u001f', ['backspace', 'C-h', 'C-_']],
  ['\u001b[A\u001bOB\u001b[1;5C\u001b[3~', ['up', 'down', 'M-f', 'delete']],
  ['\u001bb\u001b\u007f\u001b.', ['M-b', 'M-backspace', 'M-.']],
  ['\u001b[15~\u001b[200~', ['', '']],
])('%j', (text, keys) => {
  expect(keysOf(text)).toEqual({ keys, rest: '' });
});

it.each(['\u001b', '\u001b[', '\u001b[1;', '\u001bO'])('%j is incomplete', (text) => {
  expect(takeKey(text)).toEqual({ key: undefined, rest: text });
});

it('any text is read to its end, except for an incomplete sequence', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('\u001b', '[', 'O', '1', ';', 'A', '~', 'x') }), (text) => {
      expect(keysOf(text).rest.length).toBeLessThanOrEqual(32);
    }),
  );
});
