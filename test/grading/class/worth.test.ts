import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { worthOf } from '../../../source/grading/class/worth.ts';
import { loadLab } from '../../../source/lab/loading/load-lab.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';

const { source } = loadLab('labs/kafka-on-kubernetes');
const step = kafkaLab.steps.find(({ questions, checks }) => questions.length > 0 && checks.length > 1)!;
const [{ id } = { id: '' }] = step.questions;

function withMarks(marks: NonNullable<(typeof source)['manifest']['marks']>, own?: number) {
  const { manifest, steps } = source;
  return {
    ...source,
    manifest: { ...manifest, marks },
    steps: steps.map((each) => ({
      ...each,
      manifest: { ...each.manifest, marks: each.manifest.id === step.id ? own : undefined },
    })),
  };
}

it('is what the lab says, and the marks of a step are for its checks together', () => {
  const worth = worthOf(withMarks({ check: 2, prediction: 3, question: 5 }, 1), kafkaLab);
  expect(worth.isUsual).toBe(false);
  expect(worth.check(step)).toBe(1 / step.checks.length);
  expect(worth.check(kafkaLab.steps[0]!)).toBe(2);
  expect(worth.question(step, id)).toBe(5);
  const predicted = kafkaLab.steps.find(({ prediction }) => prediction !== undefined)!;
  expect(worth.prediction(predicted)).toBe(3);
});

it('is the usual where the lab gives no marks', () => {
  const worth = worthOf(withMarks({}), kafkaLab);
  expect([worth.isUsual, worth.check(step), worth.question(step, id)]).toEqual([true, 1, 4]);
});

it('is in each lab that ships more for a task than for its checks elsewhere', () => {
  for (const name of readdirSync('labs')) {
    const { source: shipped } = loadLab(`labs/${name}`);
    expect(shipped.manifest.marks, name).toEqual({ check: 1, prediction: 1, question: 4 });
    for (const { manifest } of shipped.steps)
      expect(manifest.marks, `${name}, ${manifest.id}`).toBe(manifest.task === undefined ? undefined : 6);
  }
});

it('is nothing for what is left out', () => {
  const leftOut = { ...step, leftOut: { why: 'w', instead: 'i' } };
  const worth = worthOf(withMarks({ check: 2, question: 5 }), kafkaLab);
  expect([worth.check(leftOut), worth.question(leftOut, id)]).toEqual([0, 0]);
});
