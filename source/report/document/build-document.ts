import type { ReportPart, ReportSection } from '../../lab/model/report-plan.ts';
import type { Lab, Question, Step } from '../../lab/model/step.ts';
import { describeCluster } from '../describe-record.ts';
import type { SessionRecord } from '../session-record.ts';
import { compareShares } from '../share-table.ts';
import { comparisonTable, sameMessagesTable } from './comparison.ts';
import { countCharts } from './count-charts.ts';
import { evidenceTable } from './evidence-table.ts';
import { type Authorship, frontMatter } from './front-matter.ts';
import type { Block, Listing, ReportDocument, Section } from './model.ts';
import { Numbering } from './numbering.ts';
import { highestFigure, planFigures } from './plan-figures.ts';
import { note, paragraph, plainRun, prose } from './prose.ts';
import { questionOf } from './questions.ts';
import { blocksOfStep } from './step-blocks.ts';
import type { Making } from './step-figures.ts';

export interface DocumentSources {
  readonly record: SessionRecord;
  readonly lab: Lab;
  readonly authorship: Authorship;
  /** The source of the better consumer, or why there is none. */
  readonly code: Listing | string;
}

interface Context extends Making {
  /** The questions that the plan puts into a section of a discussion. */
  readonly placed: ReadonlySet<string>;
  readonly code: Listing | string;
}

/** The report of a session, from its journal alone. */
export function buildDocument({ record, lab, authorship, code }: DocumentSources): ReportDocument {
  const context: Context = {
    record,
    lab,
    code,
    placed: new Set(sectionsOf(lab).flatMap(({ questions = [] }) => questions)),
    plan: planFigures(lab),
    numbering: new Numbering(highestFigure(lab)),
  };
  const isAsked = sectionsOf(lab).some(({ shows }) => shows === 'code');
  return {
    front: frontMatter(record, lab, authorship, isAsked && typeof code === 'string' ? code : undefined),
    sections: [
      ...(lab.report === undefined
        ? [sectionOfSteps(lab, context)]
        : lab.report.map((part, index) => sectionOfPart(part, String(index + 1), context))),
      ...appendixOf(context),
    ],
  };
}

/** The sections of the discussions that the lab plans. */
function sectionsOf({ report = [] }: Lab): readonly ReportSection[] {
  return report.flatMap(({ discussion = [] }) => discussion);
}

/** A lab without a plan: its steps one after another, each with its questions. */
function sectionOfSteps(lab: Lab, context: Context): Section {
  return {
    number: '1',
    title: 'Steps',
    blocks: [paragraph(lab.promise)],
    sections: lab.steps.map((step, index) => ({
      number: `1.${index + 1}`,
      title: step.title,
      blocks: [
        ...blocksOfStep(step, context),
        ...step.questions.map((question) => questionOf(question, context.record)),
      ],
      sections: [],
    })),
  };
}

function sectionOfPart(part: ReportPart, number: string, context: Context): Section {
  const steps = context.lab.steps
    .filter(({ id }) => id.startsWith(`${part.part}.`))
    .map((step) => ({ ...step, questions: step.questions.filter(({ id }) => !context.placed.has(id)) }));
  const head = { number, title: part.title, blocks: [] };
  if (part.discussion !== undefined)
    return { ...head, sections: discussionOf(part.discussion, steps, number, context) };
  const isLater = ({ id }: { readonly id: string }): boolean => id.startsWith(`${part.part}.2.`);
  const later = steps.flatMap(({ questions }) => questions.filter(isLater));
  later.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
  return {
    ...head,
    sections: [
      {
        number: `${number}.1`,
        title: 'Completed tasks',
        blocks: steps.flatMap((step) => [
          ...blocksOfStep(step, context),
          ...step.questions
            .filter((question) => !isLater(question))
            .map((question) => questionOf(question, context.record)),
        ]),
        sections: [],
      },
      ...(later.length === 0
        ? []
        : [
            {
              number: `${number}.2`,
              title: 'Questions',
              blocks: [],
              sections: later.map((question, index) => ({
                number: `${number}.2.${index + 1}`,
                title: `Question ${index + 1}`,
                blocks: [questionOf(question, context.record)],
                sections: [],
              })),
            },
          ]),
    ],
  };
}

function discussionOf(
  sections: readonly ReportSection[],
  steps: readonly Step[],
  number: string,
  context: Context,
): Section[] {
  const placed = new Set(sections.flatMap((section) => section.steps ?? []));
  const others = steps.filter(({ id }) => !placed.has(id));
  return [
    {
      number: `${number}.1`,
      title: 'Overall solution',
      blocks: steps.flatMap(({ questions }) => questions.map((each) => questionOf(each, context.record))),
      sections: sections.map((section, index) => ({
        number: `${number}.1.${index + 1}`,
        title: section.title,
        blocks: [
          ...(section.text === undefined ? [] : [paragraph(section.text)]),
          ...questionsIn(section, context),
          ...steps
            .filter(({ id }) => section.steps?.includes(id))
            .flatMap((step) => blocksOfStep(step, context)),
          ...shownBy(section.shows, context),
        ],
        sections: [],
      })),
    },
    ...(others.length === 0
      ? []
      : [
          {
            number: `${number}.2`,
            title: 'Other tasks',
            blocks: others.flatMap((step) => blocksOfStep(step, context)),
            sections: [],
          },
        ]),
  ];
}

function questionsIn({ questions = [] }: ReportSection, { lab, record }: Context): Block[] {
  const all = lab.steps.flatMap((step): readonly Question[] => step.questions);
  return questions.flatMap((id) =>
    all.filter((question) => question.id === id).map((question) => questionOf(question, record)),
  );
}

function shownBy(shows: ReportSection['shows'], context: Context): Block[] {
  const { record, lab, numbering, code } = context;
  switch (shows) {
    case undefined:
      return [];
    case 'code':
      return typeof code === 'string'
        ? [note(plainRun(code))]
        : [{ kind: 'code', number: numbering.code(), ...code, caption: prose(code.caption) }];
    case 'counts':
      return countCharts(record, numbering);
    case 'comparison': {
      const tables = [comparisonTable(record, lab, numbering), sameMessagesTable(record, numbering)];
      const found = tables.filter((table) => table !== undefined);
      const { before, after } = compareShares(record, lab);
      return found.length > 0 || before !== undefined || after !== undefined
        ? found
        : [note(plainRun('Nothing was measured in this session yet.'))];
    }
  }
}

function appendixOf({ record, lab, numbering }: Context): Section[] {
  const position = (id: string): number => lab.steps.findIndex((step) => step.id === id);
  const steps = [...record.steps].sort((a, b) => position(a.id) - position(b.id));
  const table = evidenceTable(steps, numbering);
  if (table === undefined) return [];
  const cluster =
    record.started === undefined
      ? []
      : [paragraph(`The cluster was ${describeCluster(record.started.cluster)}.`)];
  return [{ number: 'A', title: 'Evidence', blocks: [...cluster, table], sections: [] }];
}
