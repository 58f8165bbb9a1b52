import type { Lab } from '../../lab/model/step.ts';
import { count } from '../../lab/model/text-format.ts';
import { describeCluster, describeResumes } from '../describe-record.ts';
import type { SessionRecord } from '../session-record.ts';
import type { FrontMatter } from './model.ts';
import { clock, day } from './trace.ts';

export interface Authorship {
  readonly author?: string | undefined;
  readonly course?: string | undefined;
  /** `2026-11-30`; by default, the day of the session's last entry. */
  readonly date?: string | undefined;
}

/** `lacksCode`: why there is no listing of the better consumer, if there is none. */
export function frontMatter(
  record: SessionRecord,
  lab: Lab,
  { author, course, date }: Authorship,
  lacksCode: string | undefined,
): FrontMatter {
  const at = record.started?.at ?? record.lastAt ?? '';
  return {
    title: lab.title,
    author,
    course,
    date: date ?? day(record.lastAt ?? at),
    facts: factsOf(record, lab),
    missing: missingOf(record, lab, lacksCode),
  };
}

function factsOf(record: SessionRecord, lab: Lab): string[] {
  const { started, lastAt } = record;
  const checks = record.steps.flatMap((step) => step.checks);
  const total = lab.steps.reduce((sum, step) => sum + step.checks.length, 0);
  const ran =
    started === undefined
      ? []
      : [
          `Session of ${day(started.at)}, ${clock(started.at)} to ${clock(lastAt ?? started.at)} UTC, with kafka-lab ${started.app}, Node ${started.node}, ${started.platform}.`,
          `Cluster: ${describeCluster(started.cluster)}.`,
        ];
  return [
    ...ran,
    ...(record.unattended ? ['Run without a screen: nobody predicted or answered anything.'] : []),
    ...(record.openings > 1 ? [`${describeResumes(record.openings)}.`] : []),
    ...(record.leftOut === undefined
      ? []
      : [
          `The journal has more than a session has: ${count(record.leftOut)} of its entries are left out here.`,
        ]),
    `${checks.filter(({ ok }) => ok).length} of ${total} checks passed. Every number is traced to one of the ${count(record.entries)} entries of the session's journal.`,
  ];
}

function missingOf(record: SessionRecord, lab: Lab, lacksCode: string | undefined): string[] {
  const questions = lab.steps.flatMap((step) => step.questions.map(({ id }) => id));
  // In the order of the report; a step may ask the second question of a section before the first.
  const open = questions
    .filter((id) => record.answers[id] === undefined)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const ran = new Set(record.steps.map(({ id }) => id));
  const notRun = lab.steps.filter(({ id }) => !ran.has(id)).map(({ id }) => id);
  const wrong = record.steps.flatMap((step) =>
    step.checks.filter(({ ok, unjudged }) => !ok && !unjudged).map(({ title }) => `${step.id} ${title}`),
  );
  const unjudged = record.steps.flatMap((step) => step.checks.filter((check) => check.unjudged)).length;
  return [
    ...(record.damage ?? []).map((text) => `The journal of the session is damaged: ${text}.`),
    ...(open.length === 0
      ? []
      : [`Not answered, ${open.length} of ${questions.length} questions: ${open.join(', ')}.`]),
    ...(notRun.length === 0 ? [] : [`Steps that were not run: ${notRun.join(', ')}.`]),
    ...(wrong.length === 0 ? [] : [`Checks that failed: ${wrong.join('; ')}.`]),
    ...(unjudged === 0 ? [] : [`Checks that could not be judged: ${unjudged}.`]),
    ...(lacksCode === undefined ? [] : [lacksCode]),
  ];
}
