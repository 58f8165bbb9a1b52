import { expect, it } from 'vitest';
import { rankSteps } from '../../../source/grading/class/rank-steps.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';

it('a step that took long has a sign of its own, beside its colour', () => {
  const minutes = [1, 1, 1, 3, 9];
  const lab = { ...kafkaLab, steps: kafkaLab.steps.slice(0, 1) };
  const people = minutes.map((each) => [
    {
      step: '1.1',
      state: 'passed' as const,
      runs: 1,
      runMs: 1_000,
      spentMs: each * 60_000,
      hints: 0,
      checks: [],
    },
  ]);
  const ranked = rankSteps(lab, people).steps.map(([step]) => step!);
  expect(ranked.map(({ slow }) => slow)).toEqual([undefined, undefined, undefined, 2, 4]);
  expect(ranked.map(({ level }) => level)).toEqual([0, 0, 0, 1, 2]);
});
