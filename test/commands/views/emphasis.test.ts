import { expect, it } from 'vitest';
import { emphasisOf } from '../../../source/commands/views/emphasis.ts';

const pods = ['NAME', 'READY', 'STATUS'];

it.each([
  ['1/1', 'Running', undefined],
  ['0/1', 'Running', 'waiting'],
  ['0/1', 'Pending', 'waiting'],
  ['0/1', 'CrashLoopBackOff', 'bad'],
  ['0/1', 'ErrImagePull', 'bad'],
  ['0/1', 'Init:Error', 'bad'],
  ['0/1', 'Completed', 'over'],
  ['1/1', 'Terminating', 'waiting'],
])('a pod that is %s %s stands out as %s', (ready, status, expected) => {
  expect(emphasisOf(pods, ['a', ready, status])).toBe(expected);
});

it('nodes, claims and events stand out by their status, phase or type', () => {
  expect(emphasisOf(['NAME', 'STATUS'], ['a', 'NotReady'])).toBe('bad');
  expect(emphasisOf(['NAME', 'STATUS'], ['a', 'Ready'])).toBeUndefined();
  expect(emphasisOf(['NAME', 'STATUS'], ['a', 'Pending'])).toBe('waiting');
  expect(emphasisOf(['LAST SEEN', 'TYPE'], ['1s', 'Warning'])).toBe('bad');
  expect(emphasisOf(['LAST SEEN', 'TYPE'], ['1s', 'Normal'])).toBeUndefined();
});
