import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lintLab } from '../../../../source/commands/lab/lint/lint-lab.ts';
import { totalMarks } from '../../../../source/commands/lab/lint/total-marks.ts';
import { loadLab } from '../../../../source/lab/loading/load-lab.ts';
import { kafkaFacts } from '../../../../source/lab/model/facts.ts';
import type { Step } from '../../../../source/lab/model/step.ts';
import { assembleLab } from '../../../../source/lab/rendering/assemble-lab.ts';
import { renderLab } from '../../../../source/lab/rendering/render-lab.ts';
import { kafkaLab } from '../../../lab/kafka-lab.ts';

const [first] = kafkaLab.steps;
const linesFor = (change: Partial<Step>): string[] =>
  lintLab({ ...kafkaLab, steps: [{ ...first!, ...change }] });

it.each(readdirSync('labs'))('finds nothing in the built-in lab %s', (name) => {
  const { source } = loadLab(join('labs', name));
  const never = () => () => ({ ok: false, evidence: '' }) as const;
  const lab = assembleLab(renderLab(source, kafkaFacts), kafkaFacts, never);
  expect(lintLab(lab)).toEqual([]);
  expect(totalMarks(source, lab).faults).toEqual([]);
});

it.each<[string, Partial<Step>, string]>([
  [
    'a title that does not fit',
    { title: 'x'.repeat(61) },
    '1.1: the title takes 61 columns; at most 60 fit at 80 columns',
  ],
  ['no check', { checks: [] }, '1.1: has no check'],
  ['no hint', { hints: [] }, '1.1: has no hint'],
  [
    'a question without a hint',
    { questions: [{ id: 'q', text: 't', hints: [], answer: 'a', evidence: [] }] },
    '1.1, question q: has no hint',
  ],
  ['nothing to look for', { lookFor: '' }, '1.1: does not say what to look for (`lookFor`)'],
  [
    'a question without a model answer',
    { questions: [{ id: 'q', text: 't', hints: ['h'], answer: ' ', evidence: [] }] },
    '1.1, question q: has no model answer',
  ],
  [
    'a word that would be cut',
    { hints: [`see ${'x'.repeat(75)}.`] },
    `1.1: \`${'x'.repeat(75)}.\` in a hint is wider than the 74 columns that fit at 80 columns`,
  ],
  [
    'a title of wide characters',
    { title: '分'.repeat(31) },
    '1.1: the title takes 62 columns; at most 60 fit at 80 columns',
  ],
  [
    'a task that is solved from the start',
    { task: { file: 'a.yml', goal: 'g', starts: 'same', solution: 'same' } },
    '1.1: the solution of its task is what the file starts with',
  ],
  [
    'a single choice',
    {
      prediction: { question: 'q', choices: [{ id: 'a', text: 'a' }], look: [], grade: () => undefined },
    },
    '1.1: the prediction has fewer than two choices',
  ],
  [
    'a command line that does not parse',
    { undo: () => ['kubectl get pods --selecter=a=b'] },
    '1.1: `kubectl get pods --selecter=a=b`: error: unknown flag: --selecter',
  ],
])('finds %s', (_, change, line) => {
  expect(linesFor(change)).toEqual([line]);
});
