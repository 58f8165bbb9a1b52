import { expect, it } from 'vitest';
import {
  describeOutcome,
  describeProbe,
  faultOf,
} from '../../../../source/commands/lab/proof/describe-probe.ts';
import type { Probe } from '../../../../source/commands/lab/proof/probes.ts';
import type { ProbeOutcome } from '../../../../source/commands/lab/proof/run-probe.ts';
import { kafkaLab } from '../../../lab/kafka-lab.ts';

const leftOut: Probe = { kind: 'left-out', step: kafkaLab.steps[0]! };
const unsolved: Probe = { kind: 'unsolved', step: kafkaLab.steps[0]! };

it.each<[ProbeOutcome, string, string | undefined, string | undefined]>([
  [{ kind: 'noticed', check: 'x', afterMs: 5_000 }, '`x` fails', undefined, undefined],
  [
    { kind: 'unnoticed' },
    'every check passes',
    '1.1: no check notices when its commands are left out; add one that does, or say why not in `unnoticed`',
    '1.1: its task counts as solved before the learner has changed anything',
  ],
  [
    { kind: 'not-as-before', evidence: 'pod a is not ready' },
    'the copy did not come back',
    '1.1: a copy of the cluster did not come back as it was before the step: pod a is not ready',
    '1.1: a copy of the cluster did not come back as it was before the step: pod a is not ready',
  ],
  [{ kind: 'cancelled' }, 'cancelled', undefined, undefined],
])('explains %j', (outcome, said, withoutCommands, withoutSolution) => {
  expect(describeOutcome(outcome)).toBe(said);
  expect(faultOf(leftOut, outcome)).toBe(withoutCommands);
  expect(faultOf(unsolved, outcome)).toBe(withoutSolution);
});

it('names the step and what is missing from it', () => {
  expect([leftOut, unsolved].map(describeProbe)).toEqual(['1.1 without its commands', '1.1 unsolved']);
});
