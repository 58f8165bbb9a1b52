import { expect, it } from 'vitest';
import { insertText, typedText } from '../../../source/ui/typing/typed-text.ts';

it('continues at the end of what was typed before', () => {
  expect(typedText('abc')).toEqual({ text: 'abc', cursor: 3 });
});

it('inserts text at the cursor', () => {
  expect(insertText({ text: 'ad', cursor: 1 }, 'bc', 10)).toEqual({ text: 'abcd', cursor: 3 });
});

it('accepts what fits, and keeps the existing text', () => {
  expect(insertText({ text: 'ad', cursor: 1 }, 'bc', 3)).toEqual({ text: 'abd', cursor: 2 });
  expect(insertText({ text: 'abcd', cursor: 1 }, 'x', 3)).toEqual({ text: 'abcd', cursor: 1 });
});
