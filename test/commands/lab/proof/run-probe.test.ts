import { expect, it } from 'vitest';
import type { Probe } from '../../../../source/commands/lab/proof/probes.ts';
import { ProbeVerdict } from '../../../../source/commands/lab/proof/run-probe.ts';
import type { SessionEvent } from '../../../../source/session/session-events.ts';
import { kafkaLab } from '../../../lab/kafka-lab.ts';

const probe: Probe = { kind: 'left-out', step: kafkaLab.steps[0]! };
const decided = (type: 'check-passed' | 'check-failed', step: string, check: string) =>
  ({ type, step, check, title: '', evidence: 'seen', durationMs: 5_000, ms: 0 }) as unknown as SessionEvent;

function outcomeOf(...events: SessionEvent[]) {
  const verdict = new ProbeVerdict(probe);
  for (const event of events) verdict.add(event);
  return verdict.outcome;
}

it('is decided by the first check of the step that fails', () => {
  expect(outcomeOf()).toBeUndefined();
  expect(outcomeOf(decided('check-passed', '1.1', 'a'))).toBeUndefined();
  expect(outcomeOf(decided('check-failed', '1.1', 'a'), decided('check-failed', '1.1', 'b'))).toEqual({
    kind: 'noticed',
    check: 'a',
    afterMs: 5_000,
  });
});

it('is inconclusive if the copy differs from the original cluster', () => {
  expect(
    outcomeOf(decided('check-failed', 'before-1.1', 'pods'), decided('check-failed', '1.1', 'a')),
  ).toEqual({
    kind: 'not-as-before',
    evidence: 'seen',
  });
});
