import { expect, it } from 'vitest';
import { givenAway } from '../../../../source/commands/lab/lint/given-away.ts';
import type { Step } from '../../../../source/lab/model/step.ts';
import { kafkaLab } from '../../../lab/kafka-lab.ts';

const [first, second] = kafkaLab.steps;
const prediction = {
  question: 'How many consumers will sit idle when there are five?',
  choices: [
    { id: '1', text: 'one' },
    { id: '2', text: 'two of them' },
  ],
  look: [],
  grade: () => undefined,
};
const linesFor = (change: Partial<Step>, before: Partial<Step> = {}, right: string | undefined = '1') =>
  givenAway(
    {
      ...kafkaLab,
      title: '',
      promise: '',
      steps: [
        { ...first!, text: '', lookFor: '', ...before },
        { ...second!, text: '', lookFor: '', prediction, ...change },
      ],
    },
    () => right,
  );

it('finds a title that answers its own prediction, such as `Five consumers: one is idle`', () => {
  expect(linesFor({ title: 'Five consumers: one is idle' })).toEqual([]);
  expect(linesFor({ title: 'Of five consumers, 1 is idle' })).toEqual([
    '1.2: `Of five consumers, 1 is idle` in the title of 1.2 gives the prediction away',
  ]);
  expect(linesFor({ title: 'Of five consumers, some are idle' })).toEqual([]);
});

it('finds a sentence in an earlier step, or in its own text, that answers it', () => {
  const text = 'A rebalance follows. One of the five consumers sits idle.';
  expect(linesFor({}, { text })).toHaveLength(1);
  expect(linesFor({ text })).toEqual([
    '1.2: `One of the five consumers sits idle.` in its own text gives the prediction away',
  ]);
  expect(linesFor({ text }, {}, '2')).toEqual([]);
});

it('finds a choice of several words verbatim, and in a title even a wrong one', () => {
  expect(linesFor({}, { text: 'Two of them are' }, '2')).toHaveLength(1);
  expect(linesFor({}, { text: 'Two of them are' })).toEqual([]);
  expect(linesFor({ title: 'Five consumers, Two of Them idle' })).toEqual([
    '1.2: the choice `two of them` can be read in the title of 1.2, before the prediction',
  ]);
});

it('ignores what is shown after the prediction', () => {
  expect(linesFor({ lookFor: 'Of five consumers, one is idle.' })).toEqual([]);
});

it('finds nothing in the stock lab', () => {
  const right: Record<string, string> = {
    '2.2': 'quarter',
    '3.1': 'all',
    '4.1': 'two',
    '4.2': '1',
    '4.3': '1',
    '4.4': 'whole',
    '4.5': 'none',
    '4.6': 'committed',
  };
  expect(givenAway(kafkaLab, (step) => right[step])).toEqual([]);
});
