import { expect, it } from 'vitest';
import { goQuote } from '../../source/text/go-quote.ts';

it.each([
  ['plain', '"plain"'],
  ['a "b" \\c', '"a \\"b\\" \\\\c"'],
  ['\u001b[2J\u0007\n\t\u007f', '"\\x1b[2J\\a\\n\\t\\x7f"'],
  ['\u009b\u202e\u200b\u00a0', '"\\u009b\\u202e\\u200b\\u00a0"'],
  ['é 世界 👍\u{e0041}', '"é 世界 👍\\U000e0041"'],
])('quotes %j as Go does', (text, quoted) => {
  expect(goQuote(text)).toBe(quoted);
});
