import { describe, expect, it } from 'vitest';
import { kafkaFacts } from '../../source/lab/model/facts.ts';
import type { Lab } from '../../source/lab/model/step.ts';
import { kafkaLab, labOf } from './kafka-lab.ts';

const questionsOf = (lab: Lab) =>
  lab.steps.flatMap(({ questions }, at) => questions.map((question) => ({ question, at })));

describe('a question of the lab', () => {
  it('has a model answer that fits on a screen of 80x24', () => {
    for (const partitions of [1, 2, 4, 9, 30])
      for (const { question } of questionsOf(labOf({ ...kafkaFacts, partitions }))) {
        expect(question.answer.length, question.id).toBeGreaterThan(60);
        expect(question.answer.length, question.id).toBeLessThanOrEqual(420);
        expect(question.answer, question.id).toMatch(/^[A-Za-z].*\.$/);
      }
  });

  it('follows the steps that show what its answer is based on', () => {
    for (const { question, at } of questionsOf(kafkaLab)) {
      for (const source of question.evidence) {
        const from = kafkaLab.steps.findIndex((step) =>
          'check' in source ? step.checks.some(({ id }) => id === source.check) : step.id === source.step,
        );
        expect(from, `${question.id}: ${JSON.stringify(source)} names nothing`).toBeGreaterThanOrEqual(0);
        expect(from, `${question.id} needs step ${kafkaLab.steps[from]?.id}`).toBeLessThanOrEqual(at);
      }
    }
  });

  it('refers to no later step', () => {
    for (const { question, at } of questionsOf(kafkaLab)) {
      const named = [question.text, ...question.hints].join(' ').match(/(?<=\bstep )\d\.\d/g) ?? [];
      for (const id of named)
        expect(
          kafkaLab.steps.findIndex((step) => step.id === id),
          question.id,
        ).toBeLessThanOrEqual(at);
    }
  });

  it('has evidence, unless nothing in a cluster shows the answer', () => {
    const without = questionsOf(kafkaLab).filter(({ question }) => question.evidence.length === 0);
    // It asks about the name of a library.
    expect(without.map(({ question }) => question.id)).toEqual(['2.2.2']);
  });
});
