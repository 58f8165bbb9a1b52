import type { ReactElement } from 'react';
import type { OutputLine, StepView } from '../../session/view.ts';
import { type SafeText, safe, trusted } from '../../text/safe-text.ts';
import type { Binding } from '../bindings/bindings.ts';
import { spaces } from '../text/join.tsx';
import { cellsOf, Row, Text } from '../text/text.tsx';
import { wrapCommand, wrapWords } from '../text/wrap.ts';
import { collapseRepeats } from './collapse-repeats.ts';
import { type FittedLine, fitOutput, type Whole } from './fit-output.ts';
import { keyText } from './key-text.tsx';

export interface OutputRoom {
  readonly columns: number;
  /** What of the output is wrapped, not cut. */
  readonly whole: Whole;
  /** The pane is full screen. */
  readonly full?: boolean;
  readonly bindings: readonly Binding[];
}

interface LaidOut extends Pick<OutputRoom, 'columns' | 'whole'>, Pick<StepView, 'state' | 'elided'> {
  readonly rows: readonly ReactElement[];
}

/** The rows of an output, cut and wrapped. Those of a thousand lines are laid out once, not in every frame. */
const laidOut = new WeakMap<StepView['output'], LaidOut[]>();

/** What the commands of a step printed, below each. */
export function outputRows(step: StepView, { columns, whole }: OutputRoom): readonly ReactElement[] {
  const known = laidOut.get(step.output) ?? [];
  const same = known.find(
    (one) =>
      one.columns === columns &&
      one.whole === whole &&
      one.state === step.state &&
      one.elided === step.elided,
  );
  if (same !== undefined) return same.rows;
  const rows = layOut(step, columns, whole);
  laidOut.set(step.output, [
    ...known.slice(-3),
    { columns, whole, state: step.state, elided: step.elided, rows },
  ]);
  return rows;
}

function layOut(step: StepView, columns: number, whole: Whole): ReactElement[] {
  const shown = collapseRepeats(step.output);
  const isSilent = (one: OutputLine, index: number): boolean =>
    step.state !== 'running' &&
    one.stream === 'command' &&
    (shown[index + 1] === undefined || shown[index + 1]?.stream === 'command');
  const rows = step.elided > 0 ? [<Row key="elided">{safe`⋮ ${step.elided} lines dropped`}</Row>] : [];
  for (let index = 0; index < shown.length; ) {
    const one = shown[index]!;
    if (one.stream === 'stdout') {
      const after = shown.findIndex(({ stream }, at) => at > index && stream !== 'stdout');
      const printed = shown.slice(index, after < 0 ? shown.length : after).map(({ text }) => text);
      const ofCommand = shown[index - 1]?.stream === 'command' && step.state !== 'running';
      if (ofCommand && printed.every((text) => text.trim() === ''))
        rows.push(<Row key="silent">{noteText(emptyLines(printed.length))}</Row>);
      else rows.push(...fitOutput(printed, columns, whole).flatMap(lineRows));
      index += printed.length;
      continue;
    }
    rows.push(...(one.stream === 'command' ? promptRows(one.text, columns) : proseRows(one, columns)));
    if (isSilent(one, index)) rows.push(<Row key="silent">{noteText(trusted('it printed nothing'))}</Row>);
    index += 1;
  }
  return rows;
}

/** A tool that lists nothing may print an empty line: an empty row would look like a step that has not run. */
const emptyLines = (count: number): SafeText =>
  count === 1 ? trusted('it printed an empty line') : safe`it printed ${count} empty lines`;

/** With what a row of a table is known by, so that it can be told whose header is hidden. */
function lineRows({ rows, of }: FittedLine): ReactElement[] {
  return rows.map((text) => <Row key={rows.length === 1 && of !== undefined ? of : text}>{text}</Row>);
}

/** Usually the line that matters: shown in full. */
function proseRows(one: OutputLine, columns: number): ReactElement[] {
  const [first = trusted(''), ...more] = wrapWords(one.text, columns - 2);
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

/** Whether some of the output is wider than the pane. */
export function isCut(output: readonly ReactElement[], { columns }: OutputRoom): boolean {
  return output.some((row) => cellsOf(row) > columns);
}

/** In fewer rows, the header of a table takes the place of its command. */
const leastForBoth = 8;

/** The header of the table that begins above a row and goes on in it. */
function hiddenHeader(output: readonly ReactElement[], at: number): ReactElement | undefined {
  if (output[at]?.key !== 'table') return undefined;
  const above = output.slice(0, at).findLast(({ key }) => key !== 'table');
  return above?.key === 'header' ? above : undefined;
}

/** The end of the output below its command, and below the header of a table that begins above. */
export function outputTail(
  output: readonly ReactElement[],
  rows: number,
  { full, bindings }: OutputRoom,
): ReactElement[] {
  if (output.length <= rows) return [...output];
  if (rows <= 0) return [];
  const [command] = output;
  if (!command || rows < 3) return output.slice(-rows);
  const header = hiddenHeader(output, output.length - (rows - 2));
  const hidden = output.length - (rows - 2 - (header !== undefined && rows > leastForBoth ? 1 : 0));
  const owner = output.slice(0, hidden).findLast(({ key }) => key === promptKey) ?? command;
  const above = (
    <Row key="above">
      {safe`⋮ ${hidden - 1} rows above: `}
      {keyText(full ? 'scroll-up' : 'full-screen', bindings)}
      {full ? undefined : trusted(' shows more')}
    </Row>
  );
  if (header !== undefined && rows <= leastForBoth) return [above, header, ...output.slice(hidden)];
  return [owner, above, ...(header === undefined ? [] : [header]), ...output.slice(hidden)];
}

/** The first row of a command. */
const promptKey = 'prompt';

/** A command as it was typed. */
export function promptRows(command: string, columns: number): ReactElement[] {
  const text = command.startsWith('$ ') ? command.slice(2) : command;
  return wrapCommand(text, columns - 2).map((row, index) => (
    <Row key={index === 0 ? promptKey : row} bold>
      {index === 0 ? trusted('$ ') : spaces(2)}
      {safe`${row}`}
    </Row>
  ));
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
