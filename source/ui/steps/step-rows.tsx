import type { ReactElement } from 'react';
import type { OutputLine, StepView } from '../../session/view.ts';
import { type SafeText, safe, trusted } from '../../text/safe-text.ts';
import { wrapHard } from '../../text/width.ts';
import type { Binding } from '../bindings/bindings.ts';
import type { Pattern } from '../logs/pattern.ts';
import type { UiState } from '../state/ui-state.ts';
import { cleanText, cutText } from '../text/cut.ts';
import { spaces } from '../text/join.tsx';
import { blankRow, rowsOf } from '../text/rows.tsx';
import { cellsOf, Row, Text } from '../text/text.tsx';
import { wrapCommand, wrapWords } from '../text/wrap.ts';
import { checkRows, compactCheckRows } from './checks.tsx';
import { collapseRepeats } from './collapse-repeats.ts';
import { hiddenRows } from './hidden-step.tsx';
import { hintRows } from './hints.tsx';
import { keyText } from './key-text.tsx';
import { predictionRows } from './predictions.tsx';
import { questionRows } from './questions.tsx';
import { goalRows, taskRows } from './task.tsx';
import { type LeftOver, whatNext } from './what-next.tsx';

export interface StepRoom {
  readonly columns: number;
  readonly rows: number;
  /** The first row of the whole text; undefined: fit what matters now. */
  readonly top: number | undefined;
  readonly wrap: boolean;
  /** What is marked while the step is scrolled. */
  readonly pattern?: Pattern | undefined;
  /** Where the step is not shown yet: the step, or one before it, whose prediction is open. */
  readonly hiddenBy?: StepView | undefined;
  /** The pane is full screen. */
  readonly full?: boolean;
  /** The step after this one. */
  readonly next: string | undefined;
  /** The first step before this one that has not passed. */
  readonly open?: string | undefined;
  /** Earlier steps whose predictions this one has graded. */
  readonly graded?: readonly StepView[];
  /** What the lab's last step still finds open. */
  readonly left?: LeftOver;
  readonly bindings: readonly Binding[];
  readonly now: number;
}

/** The most rows for output before the logs get the space: a whole `apply` or `get pods`. */
const mostOutputRows = 14;

/** The rows that the step could fill; long output counts as its last lines. */
export function wantedRows(
  step: StepView,
  columns: number,
  ui: Pick<UiState, 'bindings'>,
  { graded = [], hiddenBy }: Pick<StepRoom, 'graded' | 'hiddenBy'> = {},
): number {
  const room = {
    columns,
    rows: endless,
    top: undefined,
    wrap: false,
    graded,
    next: 'the next step',
    bindings: ui.bindings,
    now: 0,
  };
  if (hiddenBy !== undefined) return hiddenRows(step, hiddenBy, room).length;
  const output = collapseRepeats(step.output);
  const shown = { ...step, output: output.slice(-mostOutputRows) };
  return step.state === 'todo' ? rowsToRun(shown, room) : rowsThatRan(shown, room);
}

const endless = 10_000;

/** The rows of a step before its first run, with all there is room for. */
function rowsToRun(step: StepView, room: StepRoom): number {
  const { columns, now } = room;
  const rest = [
    ...commandRows(step, columns),
    ...taskRows(step, columns, room.bindings),
    ...hintRows(step, columns),
    ...compactCheckRows(step, columns, now),
  ];
  return textRows(step, columns).length + 1 + rest.length + 1;
}

function rowsThatRan(step: StepView, room: StepRoom): number {
  const output = outputRows(step, room);
  const body = headRows(step, room.columns).length + output.length;
  const gap = body > 0 ? 1 : 0;
  return body + gap + tailRows(step, room, isCut(output, room)).length;
}

/** All that follows the output: what `Tail` draws where there is room. */
export function tailRows(step: StepView, room: StepRoom, cut: boolean): ReactElement[] {
  const { columns } = room;
  return [
    ...checkRows(step, columns, room.now),
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

/** Whether some of the output is wider than the pane. */
export function isCut(output: readonly ReactElement[], { wrap, columns }: StepRoom): boolean {
  return !wrap && output.some((row) => cellsOf(row) > columns);
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
    ...section(checkRows(step, room.columns, room.now, true)),
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

/** The end of the output below its command. */
export function outputTail(
  output: readonly ReactElement[],
  rows: number,
  { full, bindings }: StepRoom,
): ReactElement[] {
  if (output.length <= rows) return [...output];
  if (rows <= 0) return [];
  const [command] = output;
  if (!command || rows < 3) return output.slice(-rows);
  const hidden = output.length - (rows - 2);
  const owner = output.slice(0, hidden).findLast(({ key }) => key === promptKey) ?? command;
  const above = (
    <Row key="above">
      {safe`⋮ ${hidden - 1} rows above: `}
      {keyText(full ? 'scroll-up' : 'full-screen', bindings)}
      {full ? undefined : trusted(' shows more')}
    </Row>
  );
  return [owner, above, ...output.slice(hidden)];
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

/** The first row of a command. */
const promptKey = 'prompt';

function promptRows(command: string, columns: number): ReactElement[] {
  const text = command.startsWith('$ ') ? command.slice(2) : command;
  return wrapCommand(text, columns - 2).map((row, index) => (
    <Row key={index === 0 ? promptKey : row} bold>
      {index === 0 ? trusted('$ ') : spaces(2)}
      {safe`${row}`}
    </Row>
  ));
}

export function outputRows(step: StepView, room: StepRoom): ReactElement[] {
  const shown = collapseRepeats(step.output);
  const isSilent = (one: OutputLine, index: number): boolean =>
    step.state !== 'running' &&
    one.stream === 'command' &&
    (shown[index + 1] === undefined || shown[index + 1]?.stream === 'command');
  const rows = step.elided > 0 ? [<Row key="elided">{safe`⋮ ${step.elided} lines dropped`}</Row>] : [];
  for (const [index, one] of shown.entries()) {
    rows.push(...rowsOfOutput(one, room));
    if (isSilent(one, index)) rows.push(<Row key="silent">{noteText(trusted('it printed nothing'))}</Row>);
  }
  return rows;
}

function rowsOfOutput(one: OutputLine, room: StepRoom): ReactElement[] {
  if (one.stream === 'command') return promptRows(one.text, room.columns);
  if (one.stream === 'stdout') {
    // A little more than fits, so that it shows as cut: the rest of a long line need not be measured.
    if (!room.wrap) return rowsOf([cutText(one.text, room.columns + 2)]);
    return rowsOf(wrapHard(cleanText(one.text), room.columns).map(cleanText));
  }
  // Prose, and usually the line that matters: shown in full.
  const [first = trusted(''), ...more] = wrapWords(one.text, room.columns - 2);
  return [
    <Row key={first}>{one.stream === 'stderr' ? errorText(first) : noteText(first)}</Row>,
    ...more.map((row) => (
      <Row key={row}>
        {spaces(2)}
        {row}
      </Row>
    )),
  ];
}

function noteText(text: SafeText): ReactElement {
  return (
    <Text>
      <Text bold>{trusted('· ')}</Text>
      {text}
    </Text>
  );
}

function errorText(text: SafeText): ReactElement {
  return (
    <Text>
      <Text bold colour="red">
        {trusted('! ')}
      </Text>
      {text}
    </Text>
  );
}
