import { expect, it } from 'vitest';
import { nearestName, nearestNames } from '../../source/text/nearest-name.ts';

const names = ['swap', 'quit', 'focus-steps', 'focus-step', 'run-again'];

it.each([
  ['sawp', 'swap'],
  ['swp', 'swap'],
  ['qiut', 'quit'],
  ['focus-stpe', 'focus-step'],
  ['run', 'run-again'],
])('suggests for %s the name %s', (text, name) => {
  expect(nearestName(text, names)).toBe(name);
});

it.each(['', 'xyzzy', 'a'.repeat(100_000)])('suggests nothing for %j', (text) => {
  expect(nearestName(text, names)).toBeUndefined();
});

it('suggests several, the nearest first', () => {
  expect(nearestNames('focus-step', names, 3)).toEqual(['focus-steps', 'focus-step']);
  expect(nearestNames('focus-stpe', names, 3)).toEqual(['focus-step', 'focus-steps']);
});
