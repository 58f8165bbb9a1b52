import { expect, it } from 'vitest';
import { checkEvent } from '../../source/journal/check-event.ts';

const stamp = { v: 1, at: '2026-11-22T14:29:34.123Z', ms: 1 };

it.each([
  ['no object', [], 'is not an object'],
  [
    'a missing field',
    { ...stamp, type: 'step-started', step: '1' },
    '(step-started): `title` is not a string',
  ],
  ['a missing stamp', { v: 1, type: 'session-ended' }, '(session-ended): `at` is not a string'],
  [
    'a number that is not finite',
    { ...stamp, type: 'pod-lines-elided', pod: 'a', elided: Number.POSITIVE_INFINITY },
    '(pod-lines-elided): `elided` is not a finite number',
  ],
  [
    'a word that is not allowed',
    { ...stamp, type: 'notice', level: 'warn', text: '' },
    '(notice): `level` is not one of info, error',
  ],
  [
    'an error in a nested value',
    { ...stamp, type: 'rebalance', members: [{ member: 'a', partitions: [0, '1'] }] },
    '(rebalance): `members` [0] `partitions` [1] is not a finite number',
  ],
  [
    'a missing nested field',
    { ...stamp, type: 'cluster-changed', workloads: [{ name: 'a', ready: 1 }] },
    '(cluster-changed): `workloads` [0] `replicas` is not a finite number',
  ],
  [
    'a colour that is none',
    {
      ...stamp,
      type: 'command-output',
      command: 1,
      stream: 'stdout',
      text: 'x',
      looks: [{ line: 0, from: 0, length: 1, colour: 'red" onload="x' }],
    },
    '(command-output): `looks` [0] `colour` is neither a number from 0 to 255 nor `#` and six digits',
  ],
  [
    'a look at a place that is none',
    {
      ...stamp,
      type: 'command-output',
      command: 1,
      stream: 'stdout',
      text: 'x',
      looks: [{ line: 0, from: -1, length: 1 }],
    },
    '(command-output): `looks` [0] `from` is not a whole number from 0 to 65536',
  ],
  [
    'a list that is too long, whatever its items',
    { ...stamp, type: 'step-reset', step: '1', questions: Array.from({ length: 101 }) },
    '(step-reset): `questions` has more than 100 items',
  ],
  [
    'a list in the place of an object whose fields are all optional',
    { ...stamp, type: 'counters', consumer: 'none', endOffsets: [], received: [], logged: [] },
    '(counters): `logged` is not an object',
  ],
  [
    'null for a field that may be left out',
    { ...stamp, type: 'counted', step: null },
    '(counted): `step` is not a string',
  ],
])('refuses %s', (_what, value, wrong) => {
  expect(checkEvent(value)).toEqual({ wrong });
});

it('keeps fields that a later version may have added', () => {
  const value = { ...stamp, type: 'answer', step: '1', question: '2', text: 'x', later: { a: 1 } };
  expect(checkEvent(value)).toEqual({ event: value });
});
