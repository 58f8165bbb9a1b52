import { expect, it } from 'vitest';
import { describeError, LabError } from '../../source/errors/lab-error.ts';

it('says what was wrong and what to do in one line', () => {
  expect(describeError(new LabError('usage', '`x` is no step', { hint: 'choose 1.1' }))).toBe(
    '`x` is no step: choose 1.1',
  );
  expect(describeError(new Error('first\nsecond'))).toBe('first');
});

it.each([
  ['usage', 2],
  ['machine-lacks', 3],
  ['busy', 3],
  ['cluster', 1],
] as const)('%s exits with %d', (code, exitCode) => {
  expect(new LabError(code, 'x').exitCode).toBe(exitCode);
});
