import type { AnswerGrade, ClassGrades } from '../model/class-grades.ts';
import type { Finding } from '../model/finding.ts';
import { isModelAnswer } from './compare-answers.ts';
import { named } from './compare-people.ts';

/** A person's answers are told of in so many lines. */
const mostLines = 5;

/** The people who share the same answers are told of together. `given`: a question, and who gave the same answer to it. */
export function sameAnswerFindings(
  given: readonly { readonly id: string; readonly same: readonly number[] }[],
  ids: readonly string[],
  labels: readonly string[],
): Finding[] {
  const questionsBy = new Map<number, string[]>();
  for (const { id, same } of given)
    for (const other of same) questionsBy.set(other, [...(questionsBy.get(other) ?? []), id]);
  const othersBy = new Map<string, number[]>();
  for (const [other, questions] of questionsBy) {
    const list = questions.join(', ');
    othersBy.set(list, [...(othersBy.get(list) ?? []), other]);
  }
  return [...othersBy].slice(0, mostLines).map(([questions, others]) => ({
    kind: 'same-answers',
    weight: 'doubt',
    text: `the answers to ${questions} are those of ${named(others.map((other) => labels[other]!))}, but for a few words`,
    among: {
      others: others.map((other) => ids[other]!),
      text: `the answers to ${questions} are the same but for a few words`,
    },
  }));
}

export function modelAnswerFindings(
  answers: readonly AnswerGrade[],
  questions: ClassGrades['questions'],
): Finding[] {
  const models = answers.flatMap(({ question, text }, at) =>
    text !== undefined && isModelAnswer(text, questions[at]!.modelAnswer) ? [question] : [],
  );
  if (models.length === 0) return [];
  return [
    {
      kind: 'model-answer',
      weight: 'note',
      text: `the answers to ${models.join(', ')} are the model answers, which are shown after the first answer`,
    },
  ];
}
