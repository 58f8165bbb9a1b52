import { expect, it } from 'vitest';
import { matchesPattern } from '../../../source/lab/checks/line-pattern.ts';

it.each([
  ['a line', 'a line', true],
  ['a line', 'a*', true],
  ['a line', '*line*', true],
  ['a line', 'a*in*', true],
  ['a line', 'line', false],
  ['a line', 'a*e*e', false],
  ['', '*', true],
])('`%s` and `%s`: %s', (line, pattern, isMatch) => {
  expect(matchesPattern(line, pattern)).toBe(isMatch);
});

it('takes no longer if nothing matches', () => {
  expect(matchesPattern('a'.repeat(50_000), `${'*a'.repeat(500)}*b`)).toBe(false);
});
