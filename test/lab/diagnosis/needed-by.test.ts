import { expect, it } from 'vitest';
import { neededByFailed, neededByStep } from '../../../source/lab/diagnosis/needed-by.ts';
import type { Check, Step } from '../../../source/lab/model/step.ts';
import { kafkaLab } from '../kafka-lab.ts';

const check = (look: Check['look'], topic?: string): Check => ({
  id: 'x',
  title: 'x',
  look,
  ...(topic === undefined ? {} : { topic }),
  withinMs: 0,
  verify: () => ({ ok: false, evidence: '' }),
});

it('a topic that a check names does not need the clients, even in a step that does', () => {
  const { facts } = kafkaLab;
  const context = { cluster: 'embedded', facts } as const;
  const [counts, prices, own] = [
    check(['tally']),
    check(['topics'], 'prices'),
    check(['topics'], facts.topic),
  ];
  const step: Step = {
    ...kafkaLab.steps[1]!,
    effects: [],
    commands: () => [],
    checks: [counts, prices, own],
  };
  expect(neededByStep(step, context)).toBe('clients');
  expect(neededByFailed([prices], step, context)).toBe('services');
  expect(neededByFailed([own], step, context)).toBe('clients');
  expect(neededByFailed([prices, counts], step, context)).toBe('clients');
});
