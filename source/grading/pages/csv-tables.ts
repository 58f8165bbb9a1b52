import { stringify } from 'csv-stringify/sync';
import { joinSafe, type SafeText, trusted, visible } from '../../text/safe-text.ts';
import type { ClassGrades } from '../model/class-grades.ts';

type Cell = string | number | boolean | undefined;
type Rows = readonly (readonly Cell[])[];

/** Without it, a spreadsheet takes the file for text of another encoding. */
const byteOrderMark = trusted('\ufeff');

/**
 * A table as CSV (RFC 4180, UTF-8). Every text is quoted, and one that a spreadsheet would take for a formula begins with an apostrophe.
 * docs/grading.md describes the columns.
 */
function csv(columns: readonly string[], rows: Rows): SafeText {
  const text = stringify([columns, ...rows.map((row) => row.map((cell) => cell ?? ''))] as unknown[][], {
    escape_formulas: true,
    quoted_string: true,
    record_delimiter: 'unix',
    cast: { boolean: (value) => (value ? 'yes' : 'no') },
  });
  return joinSafe([byteOrderMark, visible(text)]);
}

const seconds = (ms: number): number => Math.round(ms / 1_000);
const rounded = (marks: number): number => Math.round(marks * 100) / 100;

/** A row for each person. */
export function renderPeopleCsv({ people, most }: ClassGrades): SafeText {
  return csv(
    [
      ...[
        'person',
        'label',
        'place',
        'name',
        'email',
        'checks',
        'checks_most',
        'predictions',
        'predictions_most',
      ],
      ...['answers', 'answers_most', 'answers_unmarked', 'total', 'total_most', 'steps_passed', 'steps_run'],
      ...['stuck_at', 'seconds', 'hints', 'solutions', 'doubts', 'notes'],
    ],
    people.map((person) => {
      const { marks, steps, findings } = person;
      const texts = (weight: 'doubt' | 'note'): string =>
        findings
          .filter((finding) => finding.weight === weight)
          .map(({ text }) => text)
          .join('; ');
      return [
        ...[person.id, person.label, person.place, person.name, person.email],
        ...[rounded(marks.checks), most.checks, rounded(marks.predictions), most.predictions],
        ...[rounded(marks.answers), most.answers, person.unmarked, rounded(marks.total), most.total],
        steps.filter(({ state }) => state === 'passed').length,
        steps.filter(({ state }) => state !== 'not-run').length,
        person.stuckAt,
        seconds(person.spentMs),
        steps.reduce((sum, { hints }) => sum + hints, 0),
        steps.filter(({ solutionAt }) => solutionAt !== undefined).length,
        texts('doubt'),
        texts('note'),
      ];
    }),
  );
}

/** A row for each person and step. */
export function renderStepsCsv({ people }: ClassGrades): SafeText {
  return csv(
    ['person', 'step', 'state', 'runs', 'seconds', 'run_seconds', 'hints', 'solution_at', 'passed_at'],
    people.flatMap(({ id, steps }) =>
      steps.map(({ step, state, runs, spentMs, runMs, hints, solutionAt, passedAt }) => [
        ...[id, step, state, runs, seconds(spentMs), seconds(runMs), hints, solutionAt, passedAt],
      ]),
    ),
  );
}

/** A row for each person and check. */
export function renderChecksCsv({ people }: ClassGrades): SafeText {
  return csv(
    [
      ...[
        'person',
        'step',
        'check',
        'title',
        'passed',
        'passed_at',
        'failures',
        'recorded',
        'again',
        'marks',
      ],
      ...['marks_most', 'evidence'],
    ],
    people.flatMap(({ id, steps }) =>
      steps.flatMap(({ step, checks }) =>
        checks.map((check) => [
          ...[id, step, check.id, check.title, check.passed, check.passedAt, check.failures],
          ...[check.recorded, check.again?.result, rounded(check.marks), rounded(check.most), check.evidence],
        ]),
      ),
    ),
  );
}

/** A row for each person and prediction. */
export function renderPredictionsCsv({ people }: ClassGrades): SafeText {
  return csv(
    [
      'person',
      'step',
      'question',
      'prediction',
      'state',
      'evidence',
      'predicted_later',
      'recorded',
      'not_again',
      'marks',
      'marks_most',
    ],
    people.flatMap(({ id, predictions }) =>
      predictions.map(({ step, question, text, state, evidence, later, marks, most, ...again }) => [
        ...[id, step, question, text, state, evidence, later],
        ...[again.recorded, again.notAgain, marks, most],
      ]),
    ),
  );
}

/** A row for each question and person, so that the answers to a question are side by side. `--marks` reads it back. */
export function renderAnswersCsv({ people, questions }: ClassGrades): SafeText {
  return csv(
    [
      ...[
        'person',
        'label',
        'question',
        'marks',
        'comment',
        'marks_most',
        'answer',
        'first_answer',
        'agrees',
      ],
      ...['same_as', 'answered_at', 'question_text'],
    ],
    questions.flatMap(({ id, text }, at) =>
      people.map((person) => {
        const answer = person.answers[at]!;
        return [
          ...[
            person.id,
            person.label,
            id,
            answer.marks,
            answer.comment,
            answer.most,
            answer.text,
            answer.first,
          ],
          ...[answer.agrees, answer.sameAs.join(', '), answer.at, text],
        ];
      }),
    ),
  );
}
