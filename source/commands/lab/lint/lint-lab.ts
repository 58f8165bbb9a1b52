import type { Lab, Step } from '../../../lab/model/step.ts';
import { textWidth } from '../../../text/width.ts';
import { lintCommands, type PlaceCommand } from './lint-commands.ts';

/*
 * The narrowest screen has 80 columns. What is in a row by itself is cut where it is wider than its pane; what is wrapped is cut within a
 * word that is.
 */
const widestTitle = 60;
const widestRow = 70;
const widestWord = 74;
/** The screen shows two rows of it. */
const widestPromise = 2 * 72;

/** What a lab lacks that its format does not ask for: a line each. */
export function lintLab(lab: Lab, place?: PlaceCommand): string[] {
  return [
    ...tooWide('the promise', lab.promise, widestPromise),
    ...wideWords('the promise', lab.promise),
    ...lab.steps.flatMap((step) => [
      ...lintStep(step),
      ...lintTexts(step),
      ...lintCommands(step, lab.facts, place),
    ]),
  ];
}

function lintStep({ id, lookFor, checks, hints, questions, prediction, task }: Step): string[] {
  const lacks = (what: string): string => `${id}: ${what}`;
  return [
    ...(lookFor.trim() === '' ? [lacks('does not say what to look for (`lookFor`)')] : []),
    ...(checks.length === 0 ? [lacks('has no check')] : []),
    ...(hints.length === 0 ? [lacks('has no hint')] : []),
    ...questions.flatMap((question) => [
      ...(question.hints.length === 0 ? [`${id}, question ${question.id}: has no hint`] : []),
      ...(question.answer.trim() === '' ? [`${id}, question ${question.id}: has no model answer`] : []),
    ]),
    ...(prediction !== undefined && new Set(prediction.choices.map((choice) => choice.id)).size < 2
      ? [lacks('the prediction has fewer than two choices')]
      : []),
    ...(task !== undefined && task.starts === task.solution
      ? [lacks('the solution of its task is what the file starts with')]
      : []),
  ];
}

function lintTexts({ id, title, text, lookFor, checks, hints, questions, prediction, task }: Step): string[] {
  const wrapped: readonly (readonly [string, string])[] = [
    ['the text', text],
    ['what to look for', lookFor],
    ...hints.map((hint) => ['a hint', hint] as const),
    ...questions.flatMap((question) => [
      [`question ${question.id}`, question.text] as const,
      [`the answer to ${question.id}`, question.answer] as const,
      ...question.hints.map((hint) => [`a hint for ${question.id}`, hint] as const),
    ]),
    ...(task === undefined ? [] : [['the goal', task.goal] as const]),
    ...(prediction === undefined ? [] : [['the prediction', prediction.question] as const]),
  ];
  return [
    ...tooWide('the title', title, widestTitle),
    ...checks.flatMap((check) => tooWide(`the title of ${check.id}`, check.title, widestRow)),
    ...(prediction?.choices ?? []).flatMap((choice) =>
      tooWide(`the choice \`${choice.text}\``, choice.text, widestRow),
    ),
    ...wrapped.flatMap(([what, shown]) => wideWords(what, shown)),
  ].map((fault) => `${id}: ${fault}`);
}

function tooWide(what: string, text: string, most: number): string[] {
  const width = textWidth(text);
  return width <= most ? [] : [`${what} takes ${width} columns; at most ${most} fit at 80 columns`];
}

function wideWords(what: string, text: string): string[] {
  return text
    .split(/\s+/)
    .filter((word) => textWidth(word) > widestWord)
    .map((word) => `\`${word}\` in ${what} is wider than the ${widestWord} columns that fit at 80 columns`);
}
