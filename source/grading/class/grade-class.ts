import type { LabSource } from '../../lab/format/lab-source.ts';
import type { Lab } from '../../lab/model/step.ts';
import type { AnswerGrade, ClassGrades, Marks, PersonGrades } from '../model/class-grades.ts';
import type { JournalSummary } from '../model/journal-summary.ts';
import { modelAnswerFindings, sameAnswerFindings } from './answer-findings.ts';
import { sameAnswers } from './compare-answers.ts';
import { comparePeople } from './compare-people.ts';
import { type GivenMarks, givenKey } from './given-marks.ts';
import { gradePredictions } from './grade-predictions.ts';
import { gradeSteps } from './grade-steps.ts';
import { mergeJournals } from './merge-journals.ts';
import { uniqueIds } from './person-ids.ts';
import { personLabels } from './person-labels.ts';
import { rankSteps } from './rank-steps.ts';
import { byWeight } from './weigh-findings.ts';
import { type Worth, worthOf } from './worth.ts';

export interface ClassOptions {
  readonly lab: Lab;
  readonly source: LabSource;
  readonly again: boolean;
  /** Marks that a teacher gave to answers. */
  readonly given: GivenMarks;
  readonly ungraded: ClassGrades['ungraded'];
}

/** The grades of a class: a person for each place in which journals were handed in. */
export function gradeClass(
  places: ReadonlyMap<string, readonly JournalSummary[]>,
  { lab, source, again, given, ungraded }: ClassOptions,
): ClassGrades {
  const worth = worthOf(source, lab);
  const entries = [...places].toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  const submissions = entries.map(([, journals]) => mergeJournals(journals));
  const labels = personLabels(
    entries.map(([place], index) => ({
      place,
      name: submissions[index]!.journals.flatMap(({ names }) => names)[0],
    })),
  );
  const ids = uniqueIds(entries.map(([place]) => place));
  const compared = comparePeople(
    submissions.map(({ journals }, index) => ({ id: ids[index]!, label: labels[index]!, journals })),
  );
  const ranked = rankSteps(
    lab,
    submissions.map((submission) => gradeSteps(lab, submission, worth, again)),
  );
  const questions = questionsOf(lab, worth);
  const same = questions.map(({ id }) =>
    sameAnswers(submissions.map(({ answers }) => answers.get(id)?.text)),
  );
  const people = submissions.map((submission, index): PersonGrades => {
    const steps = ranked.steps[index]!;
    const predictions = gradePredictions(lab, submission, worth, again);
    const answers = questions.map(({ id, step, most }, at): AnswerGrade => {
      const answer = submission.answers.get(id);
      const marks = given.get(givenKey(ids[index]!, id));
      return {
        question: id,
        step,
        ...(answer === undefined ? {} : withoutStep(answer)),
        sameAs: same[at]![index]!.map((other) => labels[other]!),
        ...marks,
        most,
      };
    });
    const { journals } = submission;
    const stuckAt = steps.find(({ state }) => state === 'stuck')?.step;
    const name = journals.flatMap(({ names }) => names)[0];
    const email = journals.flatMap(({ emails }) => emails)[0];
    return {
      id: ids[index]!,
      label: labels[index]!,
      place: entries[index]![0],
      ...(name === undefined ? {} : { name }),
      ...(email === undefined ? {} : { email }),
      journals: journals.map(journalFacts),
      steps,
      predictions,
      answers,
      ...(stuckAt === undefined ? {} : { stuckAt }),
      spentMs: steps.reduce((sum, { spentMs }) => sum + spentMs, 0),
      marks: marksOf(
        steps.flatMap(({ checks }) => checks.map(({ marks }) => marks)),
        predictions.map(({ marks }) => marks),
        answers.map(({ marks = 0 }) => marks),
      ),
      unmarked: answers.filter(({ text, marks }) => text !== undefined && marks === undefined).length,
      findings: byWeight([
        ...submission.findings,
        ...compared[index]!,
        ...sameAnswerFindings(
          questions.map(({ id }, at) => ({ id, same: same[at]![index]! })),
          ids,
          labels,
        ),
        ...modelAnswerFindings(answers, questions),
      ]),
    };
  });
  return {
    lab: {
      id: lab.id,
      title: lab.title,
      ...(lab.version === undefined ? {} : { version: lab.version }),
      ...(lab.digest === undefined ? {} : { digest: lab.digest }),
    },
    again,
    usualMarks: worth.isUsual,
    most: marksOf(
      lab.steps.flatMap((step) => step.checks.map(() => worth.check(step))),
      lab.steps.map((step) => worth.prediction(step)),
      questions.map(({ most }) => most),
    ),
    steps: ranked.columns,
    questions,
    people,
    ungraded,
  };
}

function questionsOf(lab: Lab, worth: Worth): ClassGrades['questions'] {
  return lab.steps.flatMap((step) =>
    step.questions.map(({ id, text, answer }) => ({
      id,
      step: step.id,
      text,
      modelAnswer: answer,
      most: worth.question(step, id),
    })),
  );
}

function marksOf(
  checks: readonly number[],
  predictions: readonly number[],
  answers: readonly number[],
): Marks {
  // A third of a mark three times is one mark.
  const sum = (values: readonly number[]): number =>
    Math.round(values.reduce((total, value) => total + value, 0) * 100) / 100;
  return {
    checks: sum(checks),
    predictions: sum(predictions),
    answers: sum(answers),
    total: sum([...checks, ...predictions, ...answers]),
  };
}

function journalFacts(journal: JournalSummary): PersonGrades['journals'][number] {
  const { source, sessions, installations, records, openings, firstAt, lastAt, labVersion, labDigest } =
    journal;
  return {
    source,
    sessions,
    installations,
    records,
    openings,
    from: firstAt,
    to: lastAt,
    ...(labVersion === undefined ? {} : { labVersion }),
    ...(labDigest === undefined ? {} : { labDigest }),
  };
}

function withoutStep<T extends { readonly step: string }>({ step: _step, ...rest }: T): Omit<T, 'step'> {
  return rest;
}
