import { inWords } from '../../../lab/model/number-words.ts';
import type { Lab, Prediction, Step } from '../../../lab/model/step.ts';

/** What can be read before a prediction is made. */
interface Readable {
  readonly where: string;
  readonly text: string;
  /** A title: even a wrong choice that stands in it says something. */
  readonly isTitle?: true;
}

/**
 * Where the answer to a prediction can be read: in a title, in a text before the step, in the step's own text, or in the question. A choice
 * of several words must not stand in a title as it is, nor the right one in a text; and no sentence may have all the words of the right answer
 * together with half of those of the question.
 */
export function givenAway(lab: Lab, rightChoice: (step: string) => string | undefined): string[] {
  return lab.steps.flatMap((step, index) => {
    const { prediction } = step;
    if (prediction === undefined) return [];
    const right = prediction.choices.find(({ id }) => id === rightChoice(step.id));
    return readableBefore(lab, step, index).flatMap(({ where, text, isTitle }) => {
      const quoted = prediction.choices.find(
        (choice) => (isTitle === true || choice === right) && isQuoted(choice.text, text),
      );
      if (quoted !== undefined)
        return [`${step.id}: the choice \`${quoted.text}\` can be read in ${where}, before the prediction`];
      const sentence = right && sentencesOf(text).find((each) => answers(each, prediction, right.text));
      return sentence === undefined
        ? []
        : [`${step.id}: \`${sentence}\` in ${where} gives the prediction away`];
    });
  });
}

function readableBefore({ title, promise, steps }: Lab, own: Step, index: number): Readable[] {
  return [
    { where: "the lab's title", text: title, isTitle: true },
    { where: "the lab's promise", text: promise, isTitle: true },
    ...steps.map((step) => ({ where: `the title of ${step.id}`, text: step.title, isTitle: true as const })),
    ...steps.slice(0, index).flatMap((step) => [
      { where: `the text of ${step.id}`, text: step.text },
      { where: `what to look for in ${step.id}`, text: step.lookFor },
    ]),
    { where: 'its own text', text: own.text },
  ];
}

/** A single word, such as a number, says nothing by itself. */
const isQuoted = (choice: string, text: string): boolean =>
  choice.includes(' ') && contentWords(choice).size > 0 && text.toLowerCase().includes(choice.toLowerCase());

const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?:])\s+|\n+/);

/** Half of what is asked, and all of what is right: `Five consumers: one is idle` answers `How many consumers of five sit idle?`. */
function answers(sentence: string, { question, choices }: Prediction, right: string): boolean {
  const words = contentWords(sentence);
  const wanted = [...contentWords(right)];
  const asked = contentWords(question);
  // A sentence that names another choice as well, in more than a number, is about the difference between them.
  const others = choices.filter(({ text }) => text !== right).flatMap(({ text }) => [...contentWords(text)]);
  if (others.some((word) => words.has(word) && !wanted.includes(word) && !/^\d+$/.test(word))) return false;
  // What the question says as well may mean either: `two` consumers, or two partitions.
  if (wanted.length === 0 || wanted.some((word) => asked.has(word))) return false;
  const met = [...asked].filter((word) => words.has(word)).length;
  return wanted.every((word) => words.has(word)) && met >= 2 && met >= asked.size / 2;
}

/** Words that say nothing of what a sentence is about. */
const fillers = new Set(
  'a about all an and any are as at be been by can do does each for from had has have how if in into is it its may many much no none not of on one or so than that the their them then there these they this those to was were what when where which who will with you your'.split(
    ' ',
  ),
);

/** Numbers are words of their own, however they are written. */
const numbers = new Map(Array.from({ length: 13 }, (_, value) => [inWords(value), String(value)]));

function contentWords(text: string): Set<string> {
  const found = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const counted = found.map((word) => numbers.get(word) ?? word);
  return new Set(counted.filter((word) => !fillers.has(word)).map(stem));
}

/** Enough to tell `consumers` from nothing else than `consumer`. */
const stem = (word: string): string => (word.length > 3 ? word.replace(/(?:ies|es|s|ed|ing)$/, '') : word);
