import { expect, it } from 'vitest';
import { BraceError, expandBraces } from '../../../../../source/embedded/containers/shell/language/braces.ts';

const words = (text: string): string[] =>
  [...expandBraces([{ kind: 'text', text, quoted: false }])].map((word) =>
    word.map((part) => (part.kind === 'text' ? part.text : '?')).join(''),
  );

it.each([
  ['a{b,c}d', ['abd', 'acd']],
  ['{1..3}{x,y}', ['1x', '1y', '2x', '2y', '3x', '3y']],
  ['{01..10..4}', ['01', '05', '09']],
  ['{c..a}', ['c', 'b', 'a']],
  ['{a,b{1,2}}', ['a', 'b1', 'b2']],
  ['{a}', ['{a}']],
  ['a{b', ['a{b']],
])('%s', (text, expected) => {
  expect(words(text)).toEqual(expected);
});

it('words are generated one at a time, and at most a hundred thousand', () => {
  const all = expandBraces([{ kind: 'text', text: '{1..100000}', quoted: false }]);
  expect(all.next().done).toBe(false);
  expect(() => words('{1..100001}')).toThrow(BraceError);
  expect(() => words('{1..1000}{1..1000}')).toThrow('too many words');
});
