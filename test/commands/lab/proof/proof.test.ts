import { describe, expect, it } from 'vitest';
import { labToProve, Proof } from '../../../../source/commands/lab/proof/proof.ts';
import type { Lab, Prediction, Step } from '../../../../source/lab/model/step.ts';
import { kafkaLab } from '../../../lab/kafka-lab.ts';

const step = (id: string, checks: string[], more: Partial<Step> = {}): Step => ({
  ...kafkaLab.steps[0]!,
  id,
  checks: checks.map((check) => ({ ...kafkaLab.steps[0]!.checks[0]!, id: check, withinMs: 60_000 })),
  ...more,
});
const prediction: Prediction = {
  question: 'q',
  choices: [{ id: 'a', text: 'a' }],
  look: [],
  gradedAfter: '2',
  grade: () => ({ choice: 'a', evidence: 'e' }),
};
const lab: Lab = { ...kafkaLab, steps: [step('1', ['x', 'y'], { prediction }), step('2', ['z'])] };

type Outcome = 'passed' | 'failed' | 'unjudged';

function proofOf(decided: Record<string, Outcome>): Proof {
  const proof = new Proof(lab);
  for (const [check, outcome] of Object.entries(decided))
    proof.add({
      type: `check-${outcome}`,
      step: '',
      check,
      title: '',
      evidence: 'e',
      durationMs: 0,
      ms: 0,
    } as never);
  return proof;
}
const fine = { x: 'passed', y: 'passed', z: 'passed', 'predicted-1': 'passed' } as const;

it('judges a prediction if it is graded, and observes the cluster before the steps that are probed', () => {
  const { steps } = labToProve(lab, new Set(['2']), () => {});
  expect(steps.map(({ id }) => id)).toEqual(['1', 'before-2', '2']);
  expect(steps[0]!.checks.map(({ id }) => id)).toEqual(['x', 'y']);
  expect(steps[2]!.checks.map(({ id }) => id)).toEqual(['z', 'predicted-1']);
});

describe('a lab is proven', () => {
  it('when every check passes after its step', () => {
    const proof = proofOf(fine);
    expect(proof.faults()).toEqual([]);
    expect(proof.rightChoice('1')).toBe('e');
  });

  it('unless a check does not pass, or is not judged', () => {
    expect(proofOf({ ...fine, y: 'failed' }).faults()).toEqual(['1 y: does not pass after its step: e']);
    expect(proofOf({ ...fine, y: 'unjudged' }).faults()).toHaveLength(1);
    const { z: _z, ...cut } = fine;
    expect(proofOf(cut).faults()).toEqual(['2 z: was not judged']);
  });

  it('unless a prediction is wrong', () => {
    const { 'predicted-1': _it, ...cut } = fine;
    expect(proofOf(cut).faults()).toEqual(['1 predicted-1: was not judged']);
    const graded = labToProve(
      {
        ...lab,
        steps: [
          { ...lab.steps[0]!, prediction: { ...prediction, grade: () => ({ choice: 'b', evidence: 'e' }) } },
          lab.steps[1]!,
        ],
      },
      new Set(),
      () => {},
    ).steps[1]!.checks[1]!;
    expect(graded.verify({} as never, lab.facts)).toEqual({
      ok: false,
      evidence: 'the right answer, `b`, is none of the choices',
    });
  });
});

it('measures the time of a check from the end of the first command, whatever else it waited for', () => {
  const proof = new Proof(lab);
  const passed = (check: string, ms: number) =>
    ({ type: 'check-passed', step: '2', check, title: '', evidence: '', durationMs: 10, ms }) as never;
  proof.add({ type: 'step-started', step: '2', title: '', ms: 1_000 } as never);
  proof.add({
    type: 'command-ended',
    command: 1,
    ending: 'exited',
    exitCode: 0,
    durationMs: 1,
    ms: 3_000,
  } as never);
  proof.add({
    type: 'command-ended',
    command: 2,
    ending: 'exited',
    exitCode: 0,
    durationMs: 1,
    ms: 8_000,
  } as never);
  proof.add(passed('z', 9_000));
  expect(proof.passedAfterMs('z')).toBe(6_000);
  expect(proof.passedAfterMs('x')).toBe(0);
});
