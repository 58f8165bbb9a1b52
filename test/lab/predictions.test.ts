import { describe, expect, it } from 'vitest';
import { kafkaFacts } from '../../source/lab/model/facts.ts';
import { inWords } from '../../source/lab/model/number-words.ts';
import type { Lab, PredictionChoice, Step } from '../../source/lab/model/step.ts';
import { labOf } from './kafka-lab.ts';

/** The correct choice, and the words by which a title would reveal it without repeating the choice. */
const outcomes: Readonly<Record<string, { readonly right: (lab: Lab) => string; readonly tells: RegExp }>> = {
  '2.2': { right: () => 'quarter', tells: /\b(?:miss|only|alone|lost|unread|where)/i },
  '3.1': { right: () => 'all', tells: /\b(?:better|whole|every|miss|nothing|complete)/i },
  '4.1': { right: ({ facts }) => inWords(Math.ceil(facts.partitions / 2)), tells: /\b(?:shar|halv|each)/i },
  '4.2': {
    right: ({ facts }) => (facts.partitions > 8 ? fewest(facts.partitions) : '1'),
    tells: /\beach\b/i,
  },
  '4.3': { right: ({ facts }) => (facts.partitions > 8 ? '0' : idle(facts.partitions)), tells: /\bidle/i },
  '4.4': { right: () => 'whole', tells: /\b(?:lose|lost|loss|nothing|safe)/i },
  '4.5': { right: () => 'none', tells: /\b(?:nothing|no message|safe|surviv)/i },
  '4.6': { right: () => 'committed', tells: /\b(?:commit|offset|resum|oldest|newest|continu)/i },
};

/** The number of partitions that the busiest of four consumers owns. */
const fewest = (partitions: number): string => String(Math.ceil(partitions / 4));
/** For one partition, the last of these steps has four consumers, and for two as well; otherwise one more than partitions. */
const idle = (partitions: number): string => String(partitions < 3 ? 4 - partitions : 1);

const filler = new Set(
  'a about all and are at be each in it of some that the them they those was'.split(' '),
);

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/\d+/g, (digits) => inWords(Number(digits)))
    .split(/[^a-z]+/)
    .filter((word) => word !== '');

/** A number that the step does not ask about may be equal to the answer. */
const numbers = new Set(Array.from({ length: 13 }, (_, n) => inWords(n)));

/**
 * Whether a text reveals the correct choice: the whole choice, or the words that distinguish it from the others and the question. A number alone
 * counts only in the step's own title.
 */
function givesAway(text: string, step: Step, right: PredictionChoice, isOwn: boolean): boolean {
  const { question, choices } = step.prediction!;
  const said = wordsOf(text);
  const isIn = (words: readonly string[], where: readonly string[]): boolean =>
    ` ${where.join(' ')} `.includes(` ${words.join(' ')} `);
  const whole = wordsOf(right.text);
  const isNumber = (word: string): boolean => numbers.has(word) && !isOwn;
  if (!whole.every(isNumber) && isIn(whole, said) && !isIn(whole, wordsOf(question))) return true;
  const others = new Set(
    [question, ...choices.filter((choice) => choice !== right).map((choice) => choice.text)].flatMap(wordsOf),
  );
  return whole.some(
    (word) => !others.has(word) && !filler.has(word) && !isNumber(word) && said.includes(word),
  );
}

const predictionsOf = (lab: Lab): { step: Step; right: PredictionChoice; tells: RegExp }[] =>
  lab.steps.flatMap((step) => {
    if (step.prediction === undefined) return [];
    const outcome = outcomes[step.id];
    const right = step.prediction.choices.find(({ id }) => id === outcome?.right(lab));
    expect(right, `the right choice of ${step.id} is not in this test`).toBeDefined();
    return [{ step, right: right!, tells: outcome!.tells }];
  });

describe('the lab before a prediction is made', () => {
  it.each([1, 2, 3, 4, 5, 6, 8, 9, 12, 30])(
    'reveals no answer on the screen, with %d partitions',
    (partitions) => {
      const lab = labOf({ ...kafkaFacts, partitions });
      expect(predictionsOf(lab)).toHaveLength(8);
      for (const { step, right, tells } of predictionsOf(lab)) {
        // The list shows the titles of all steps. Those before it describe what the learner has already done.
        for (const each of lab.steps.slice(lab.steps.indexOf(step))) {
          const name = `the title of ${each.id} answers ${step.id}: ${each.title}`;
          expect(givesAway(each.title, step, right, each === step), name).toBe(false);
          expect(tells.test(each.title), name).toBe(false);
        }
        expect(givesAway(lab.promise, step, right, false), `${step.id}: ${lab.promise}`).toBe(false);
        expect(lab.promise, step.id).not.toMatch(tells);
      }
    },
  );

  it('would detect the titles that once revealed an answer', () => {
    const lab = labOf(kafkaFacts);
    const gives = (id: string, title: string): boolean => {
      const found = predictionsOf(lab).find(({ step }) => step.id === id)!;
      return givesAway(title, found.step, found.right, true) || found.tells.test(title);
    };
    expect(gives('4.3', 'Five consumers: one is idle')).toBe(true);
    expect(gives('4.2', 'Four consumers: one partition each')).toBe(true);
    expect(gives('4.1', 'Two consumers share the work')).toBe(true);
    expect(gives('3.1', 'Deploy the better consumer')).toBe(true);
    expect(gives('2.2', 'one consumer that misses three quarters of the messages')).toBe(true);
    expect(gives('2.2', 'A quarter arrives')).toBe(true);
    expect(gives('4.6', 'Start at the committed offset')).toBe(true);
  });
});
