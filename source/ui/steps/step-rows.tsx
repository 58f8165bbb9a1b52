import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import type { Pattern } from '../logs/pattern.ts';
import type { UiState } from '../state/ui-state.ts';
import { blankRow, rowsOf } from '../text/rows.tsx';
import { wrapWords } from '../text/wrap.ts';
import { checkRows, compactCheckRows } from './checks.tsx';
import { collapseRepeats } from './collapse-repeats.ts';
import type { Whole } from './fit-output.ts';
import { hiddenRows } from './hidden-step.tsx';
import { hintRows } from './hints.tsx';
import { isCut, type OutputRoom, outputRows, promptRows } from './output-rows.tsx';
import { predictionRows } from './predictions.tsx';
import { questionRows } from './questions.tsx';
import { goalRows, taskRows } from './task.tsx';
import { type LeftOver, whatNext } from './what-next.tsx';

export interface StepRoom extends OutputRoom {
  readonly rows: number;
  /** The first row of the whole text; undefined: fit what matters now. */
  readonly top: number | undefined;
  /** What is marked while the step is scrolled. */
  readonly pattern?: Pattern | undefined;
  /** Where the step is not shown yet: the step, or one before it, whose prediction is open. */
  readonly hiddenBy?: StepView | undefined;
  /** The step after this one. */
  readonly next: string | undefined;
  /** The first step before this one that has not passed. */
  readonly open?: string | undefined;
  /** Earlier steps whose predictions this one has graded. */
  readonly graded?: readonly StepView[];
  /** What the lab's last step still finds open. */
  readonly left?: LeftOver;
  readonly now: number;
}

/** Which lines of the output are whole because the learner wants it. */
export function wholeLines({ stepWrap, fullScreen }: Pick<UiState, 'stepWrap' | 'fullScreen'>): Whole {
  return stepWrap || fullScreen ? 'all' : 'nothing';
}

/** The most rows for output before the logs get the space: a whole `apply` or `get pods`. */
const mostOutputRows = 14;

/** The rows that the step could fill; long output counts as its last lines. */
export function wantedRows(
  step: StepView,
  columns: number,
  ui: Pick<UiState, 'bindings'>,
  { graded = [], hiddenBy, whole = 'nothing' }: Partial<Pick<StepRoom, 'graded' | 'hiddenBy' | 'whole'>> = {},
): number {
  const room = {
    columns,
    rows: endless,
    top: undefined,
    whole,
    graded,
    next: 'the next step',
    bindings: ui.bindings,
    now: 0,
  };
  if (hiddenBy !== undefined) return hiddenRows(step, hiddenBy, room).length;
  const shown = { ...step, output: endOf(step.output) };
  return step.state === 'todo' ? rowsToRun(shown, room) : rowsThatRan(shown, room);
}

const ends = new WeakMap<StepView['output'], StepView['output']>();

/** The lines that count; the same ones are the same array, whose rows are laid out once. */
function endOf(output: StepView['output']): StepView['output'] {
  const end = ends.get(output) ?? collapseRepeats(output).slice(-mostOutputRows);
  ends.set(output, end);
  return end;
}

const endless = 10_000;

/** The rows of a step before its first run, with all there is room for. */
function rowsToRun(step: StepView, room: StepRoom): number {
  const { columns, now } = room;
  const rest = [
    ...commandRows(step, columns),
    ...taskRows(step, columns, room.bindings),
    ...hintRows(step, columns),
    ...compactCheckRows(step, columns, now, endless),
  ];
  return textRows(step, columns).length + 1 + rest.length + 1;
}

function rowsThatRan(step: StepView, room: StepRoom): number {
  const output = outputRows(step, room);
  const body = headRows(step, room.columns).length + output.length;
  const gap = body > 0 ? 1 : 0;
  return body + gap + tailRows(step, room, isCut(output, room), endless).length;
}

/** All that follows the output, its evidence in so many rows more than it has checks: what `Tail` draws where there is room. */
export function tailRows(step: StepView, room: StepRoom, cut: boolean, forEvidence: number): ReactElement[] {
  const { columns } = room;
  return [
    ...checkRows(step, columns, room.now, forEvidence),
    ...taskRows(step, columns, room.bindings),
    ...hintRows(step, columns),
    ...predictionSection(step, room),
    ...questionRows(step, columns, room.bindings),
    ...whatNext(step, room, cut),
  ];
}

/** The commands of a step that printed none of them. */
export function headRows(step: StepView, columns: number): ReactElement[] {
  return step.output.some((one) => one.stream === 'command') ? [] : commandRows(step, columns);
}

/** The whole step, from its text to its questions: what scrolling moves through. */
export function documentRows(step: StepView, room: StepRoom): ReactElement[] {
  if (room.hiddenBy !== undefined) return hiddenRows(step, room.hiddenBy, room);
  const output = outputRows(step, room);
  return [
    ...textRows(step, room.columns),
    blankRow,
    ...commandRows(step, room.columns),
    ...(output.length > 0 ? [blankRow, ...output] : []),
    ...section(checkRows(step, room.columns, room.now, endless)),
    ...section(hintRows(step, room.columns)),
    ...section(predictionSection(step, room)),
    ...section(questionRows(step, room.columns, room.bindings)),
  ];
}

/** The step's own prediction, and those that it graded. */
export function predictionSection(
  step: StepView,
  { columns, graded = [] }: StepRoom,
  mostRows?: number,
): ReactElement[] {
  return [step, ...graded].flatMap((one) => predictionRows(one, columns, mostRows));
}

function section(lines: readonly ReactElement[]): ReactElement[] {
  return lines.length > 0 ? [blankRow, ...lines] : [];
}

export function textRows(step: StepView, columns: number): ReactElement[] {
  // What is to be reached comes first: where there is little room, it is the text that is cut.
  return goalRows(step, columns).concat(
    rowsOf([...wrapWords(step.step.text, columns), ...wrapWords(`Look for: ${step.step.lookFor}`, columns)]),
  );
}

export function commandRows(step: StepView, columns: number): ReactElement[] {
  const commands = step.commands.flatMap((command) => promptRows(command, columns));
  const instead = step.standsFor.join(', ');
  if (instead === '') return commands;
  return [...commands, ...rowsOf(wrapWords(`(on kind: ${instead})`, columns))];
}
