import { expect, it } from 'vitest';
import { insertText, takeFitting, typedText } from '../../../source/ui/typing/typed-text.ts';

it('continues at the end of what was typed before', () => {
  expect(typedText('abc')).toEqual({ text: 'abc', cursor: 3 });
});

it('inserts text at the cursor', () => {
  expect(insertText({ text: 'ad', cursor: 1 }, 'bc')).toEqual({ text: 'abcd', cursor: 3 });
});

it.each([
  ['bc', 3, 'bc'],
  ['bc', 1, 'b'],
  ['bc', -1, ''],
  ['a👍b', 2, 'a'],
  ['a👍b', 3, 'a👍'],
  ['ae\u0301', 2, 'a'],
])('takes of %j what fits into %i characters, and no half of one', (text, most, fitting) => {
  expect(takeFitting(text, most)).toBe(fitting);
});
