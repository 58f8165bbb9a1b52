import { expect, it } from 'vitest';
import { splitFields } from '../../../../../source/embedded/containers/shell/language/split-fields.ts';

it.each([
  ['  a  b\tc ', ' \t\n', ['a', 'b', 'c'], true, true],
  ['a::b', ':', ['a', '', 'b'], false, false],
  ['a : b:', ' :', ['a', 'b'], false, true],
  ['abc', '', ['abc'], false, false],
  ['', ' ', [], false, false],
])('%j at %j', async (text, separators, fields, isLed, isTrailed) => {
  expect(await splitFields(text, separators)).toEqual({ fields, isLed, isTrailed });
});
