import { clusterKinds } from '../../lab/model/lab-data.ts';
import type { Lab, Step } from '../../lab/model/step.ts';
import type { CommandRecord, SessionRecord, StepRecord } from '../session-record.ts';
import type { FigureBlock, Run } from './model.ts';
import type { Numbering } from './numbering.ts';
import type { FigurePlan } from './plan-figures.ts';
import { codeRun, prose } from './prose.ts';
import { pictureOf } from './terminal-picture.ts';
import { clock, tracedCommands } from './trace.ts';

/** What the blocks of a step are made from. */
export interface Making {
  readonly record: SessionRecord;
  readonly lab: Lab;
  readonly plan: FigurePlan;
  readonly numbering: Numbering;
}

/** Each of several pictures in one figure gets so many rows. */
const rowsOfTwo = 15;

/** The figures of a step, from what its commands showed. */
export function figuresOf(step: Step, making: Making): FigureBlock[] {
  const { record, plan, numbering } = making;
  const planned = plan.get(step.id) ?? [];
  const last = record.steps.find(({ id }) => id === step.id);
  const first = record.firstPasses[step.id];
  const shareIn = (run: StepRecord | undefined, index: number): readonly CommandRecord[] =>
    chosenFor(planned[index], run?.commands ?? [], step, making) ??
    shareOf(run?.commands ?? [], index, planned.length);
  const shown = planned.flatMap((_, index) => shareIn(last, index));
  const others = (last?.commands ?? []).filter((command) => !shown.includes(command));
  return planned.flatMap((number, index): FigureBlock[] => {
    const commands = shareIn(last, index);
    // What the lab does not number need not be there.
    if (commands.length === 0 && number === undefined) return [];
    return [
      {
        kind: 'figure',
        number: number ?? numbering.figure(),
        title: titleOf(step, commands, planned.length),
        caption: [
          ...captionOf(step, commands, planned.length),
          ...(index === planned.length - 1 ? alsoRun(step, others, making) : []),
        ],
        ...drawn(shareIn(first, index), commands, first, last, step.id),
      },
    ];
  });
}

function drawn(
  earlier: readonly CommandRecord[],
  commands: readonly CommandRecord[],
  first: StepRecord | undefined,
  last: StepRecord | undefined,
  step: string,
): Pick<FigureBlock, 'pictures' | 'source'> {
  if (commands.length === 0)
    return { pictures: [], source: `Step ${step} was not run in this session: there is nothing to show.` };
  if (first === undefined || last === undefined || earlier.length === 0)
    return { pictures: [{ picture: pictureOf(commands) }], source: tracedCommands(commands) };
  const label = (run: StepRecord, which: string): string =>
    `${which}, run ${run.runs} of ${last.runs}, ${clock(run.startedAt)} UTC: ${run.outcome}`;
  return {
    pictures: [
      { label: label(first, 'First pass'), picture: pictureOf(earlier, rowsOfTwo) },
      { label: label(last, 'Last run'), picture: pictureOf(commands, rowsOfTwo) },
    ],
    source: `${tracedCommands(earlier)} ${tracedCommands(commands)}`,
  };
}

/** The commands that the step gives to this figure; undefined where it gives it none. */
function chosenFor(
  number: number | undefined,
  commands: readonly CommandRecord[],
  step: Step,
  { record, lab }: Making,
): readonly CommandRecord[] | undefined {
  const cluster = clusterKinds.find((kind) => record.started?.cluster === kind) ?? 'embedded';
  const own = step.commands({ cluster, facts: lab.facts });
  const figureOf = ({ line }: CommandRecord, at: number): string | undefined =>
    // A name of a pod or an id took the place of a word in a line that is not found; its place in the step is the same.
    (own.find((each) => each.line === line) ?? own[at])?.figure;
  const chosen = commands.filter((command, at) => figureOf(command, at) === `Figure ${number}`);
  return chosen.length === 0 ? undefined : chosen;
}

/** The commands of one of several figures: one for each but the last, which has the rest. */
function shareOf(
  commands: readonly CommandRecord[],
  index: number,
  figures: number,
): readonly CommandRecord[] {
  return index === figures - 1 ? commands.slice(index) : commands.slice(index, index + 1);
}

/** Of several figures of one step, each says whose it is. */
function titleOf(step: Step, commands: readonly CommandRecord[], figures: number): string {
  const [first] = commands;
  return figures === 1 || first === undefined ? step.title : `${step.title}: ${first.line}`;
}

/** What is to be seen, and, where another command did the work here, which one it stands for. What was typed may hold backticks itself. */
function captionOf(step: Step, commands: readonly CommandRecord[], figures: number): readonly Run[] {
  const [first] = commands;
  const which = figures === 1 || first === undefined ? [] : [{ text: ': ' }, ...codeRun(first.line)];
  return [
    ...prose(step.title),
    ...which,
    ...prose(`. ${step.lookFor}`),
    ...commands.flatMap(({ line, standsFor }): readonly Run[] =>
      standsFor === undefined
        ? []
        : [
            { text: ' The embedded cluster has no ' },
            ...codeRun(standsFor),
            { text: ': this is its counterpart, ' },
            ...codeRun(line),
            { text: '. Neither kind nor Docker ran.' },
          ],
    ),
  ];
}

/** The text of a step may speak of commands that none of its figures has. */
function alsoRun(step: Step, others: readonly CommandRecord[], { lab }: Making): readonly Run[] {
  if (others.length === 0) return [];
  const isAsked = lab.steps.some(({ questions }) =>
    questions.some(({ evidence }) =>
      evidence.some((source) => !('check' in source) && source.step === step.id),
    ),
  );
  const lines = others.flatMap(({ line }, index) => [
    ...(index === 0 ? [] : [{ text: ', ' }]),
    ...codeRun(line),
  ]);
  return [
    { text: ' The step also ran ' },
    ...lines,
    { text: isAsked ? '; the lines of it that a question is about are beside the answer.' : '.' },
  ];
}
