import type { OutputLine, StepView } from '../../session/view.ts';
import { type Line, line, lineWidth, span } from '../lines/line.ts';
import { wrapCommand, wrapLine, wrapWords } from '../lines/wrap.ts';
import type { UiState } from '../state/ui-state.ts';
import { checkLines, compactCheckLines } from './check-lines.ts';
import { collapseRepeats } from './collapse-repeats.ts';
import { hintLines } from './hint-lines.ts';
import { predictionLines } from './prediction-lines.ts';
import { compactQuestionLines, questionLines } from './question-lines.ts';
import { key, type LeftOver, whatNext } from './what-next.ts';

export interface StepRoom {
  readonly columns: number;
  readonly rows: number;
  /** The first row of the whole text; undefined: fit what matters now. */
  readonly top: number | undefined;
  readonly wrap: boolean;
  readonly hints: number;
  /** The pane has the whole screen. */
  readonly full?: boolean;
  /** The step after this one. */
  readonly next: string | undefined;
  /** The first step before this one that has not passed. */
  readonly open?: string | undefined;
  /** Earlier steps whose predictions this one has graded. */
  readonly foretold?: readonly StepView[];
  /** What the lab's last step reminds of. */
  readonly left?: LeftOver;
  readonly now: number;
}

/** What the step pane shows. Not yet cut to the pane's width. */
export function stepLines(step: StepView, room: StepRoom): Line[] {
  if (room.top === undefined) return fittedLines(step, room);
  const all = documentLines(step, room);
  const top = Math.max(0, Math.min(room.top, all.length - room.rows));
  return all.slice(top, top + room.rows);
}

/** The most rows that output is worth before the logs get the room: an `apply` or a `get pods` as a whole. */
const mostOutputRows = 14;

/** The rows that the step would fill if it had them; long output counts as its last lines. */
export function wantedRows(
  step: StepView,
  columns: number,
  ui: Pick<UiState, 'selected' | 'hints'>,
  foretold: readonly StepView[] = [],
): number {
  const endless = 10_000;
  const hints = ui.hints[ui.selected] ?? 0;
  const room = {
    columns,
    rows: endless,
    top: undefined,
    wrap: false,
    hints,
    foretold,
    next: 'the next step',
    now: 0,
  };
  const output = collapseRepeats(step.output);
  const shown = { ...step, output: output.slice(-mostOutputRows) };
  return fittedLines(shown, room).length;
}

/** Everything there is about the step, from its text to its questions: what scrolling goes through. */
export function documentLines(step: StepView, room: StepRoom): Line[] {
  const output = outputLines(step, room);
  return [
    ...textLines(step, room.columns),
    [],
    ...commandLines(step, room.columns),
    ...(output.length > 0 ? [[], ...output] : []),
    ...section(checkLines(step, room.columns, room.now, true)),
    ...section(hintLines(step.step, room.hints, room.columns)),
    ...section(foretoldLines(step, room)),
    ...section(questionLines(step, room.columns)),
  ];
}

/** The step's own prediction, and those that it has graded. */
function foretoldLines(step: StepView, { columns, foretold = [] }: StepRoom, mostRows?: number): Line[] {
  return [step, ...foretold].flatMap((one) => predictionLines(one, columns, mostRows));
}

function section(lines: readonly Line[]): Line[] {
  return lines.length > 0 ? [[], ...lines] : [];
}

/**
 * Before the first run: the text, the command, what will be checked. After it: the output's tail between its command and
 * the checks, so that what was typed and whether it worked are always in view.
 */
function fittedLines(step: StepView, room: StepRoom): Line[] {
  const hints = hintLines(step.step, room.hints, room.columns);
  const neverRan = step.state === 'todo';
  if (neverRan) {
    const text = textLines(step, room.columns);
    const command = commandLines(step, room.columns);
    const checks = compactCheckLines(step, room.columns, room.now);
    const rich = [...command, ...hints, line(key('run'), ' runs it, then checks:'), ...checks];
    const count = step.checks.length === 1 ? 'one thing' : `${step.checks.length} things`;
    const short = [...command, ...hints, line(key('run'), ` runs it, then checks ${count}`)];
    const rest = text.length + rich.length <= room.rows ? rich : short;
    const spaced = text.length + rest.length + 1 <= room.rows ? [[]] : [];
    return keepEnd(text, [...spaced, ...rest], room);
  }
  const output = outputLines(step, room);
  const isCut = !room.wrap && output.some((row) => lineWidth(row) > room.columns);
  const after = whatNext(step, room, isCut);
  const rich = [
    ...checkLines(step, room.columns, room.now),
    ...hints,
    ...foretoldLines(step, room),
    ...questionLines(step, room.columns),
    ...after,
  ];
  const head = step.output.some((one) => one.stream === 'command') ? [] : commandLines(step, room.columns);
  const richFits = head.length + rich.length + Math.min(output.length, 8) <= room.rows;
  const tail = richFits ? rich : compactTail(step, room, hints, after);
  const body = outputTail([...head, ...output], room.rows - tail.length, room);
  const spaced = body.length + tail.length < room.rows && body.length > 0 ? [[]] : [];
  return [...body, ...spaced, ...tail].slice(0, room.rows);
}

/** What follows the output where room is short. What to press next is never what is cut. */
function compactTail(step: StepView, room: StepRoom, hints: readonly Line[], after: readonly Line[]): Line[] {
  const end = [...compactQuestionLines(step, room.columns), ...after];
  const start = [
    ...compactCheckLines(step, room.columns, room.now),
    ...hints,
    ...foretoldLines(step, room, 2),
  ];
  return [...start.slice(0, Math.max(0, room.rows - end.length)), ...end];
}

/** `start` cut so that all of `end` fits below it; a `…` row stands for what was cut. */
function keepEnd(start: readonly Line[], end: readonly Line[], { rows, full }: StepRoom): Line[] {
  const room = rows - end.length;
  if (start.length <= room) return [...start, ...end];
  if (room <= 0) return end.slice(0, rows);
  const more = full
    ? line('… more: ', key('scroll-down'))
    : line('… more: ', key('full-screen'), ' shows all of it');
  return [...start.slice(0, room - 1), more, ...end];
}

/** The end of the output under the command that it belongs to. */
function outputTail(output: readonly Line[], rows: number, { full }: StepRoom): Line[] {
  if (output.length <= rows) return [...output];
  if (rows <= 0) return [];
  const [command] = output;
  if (!command || rows < 3) return output.slice(-rows);
  const hidden = output.length - (rows - 2);
  const owner = output.slice(0, hidden).findLast((row) => row[0]?.text === '$ ') ?? command;
  const how = full ? [key('scroll-up')] : [key('full-screen'), span(' shows more')];
  return [owner, line(`⋮ ${hidden - 1} rows above: `, ...how), ...output.slice(hidden)];
}

function textLines(step: StepView, columns: number): Line[] {
  return [
    ...wrapWords(step.step.text, columns).map((row) => line(row)),
    ...wrapWords(`Look for: ${step.step.lookFor}`, columns).map((row) => line(row)),
  ];
}

function commandLines(step: StepView, columns: number): Line[] {
  const commands = step.commands.flatMap((command) => promptLines(command, columns));
  const instead = step.standsFor.join(', ');
  if (instead === '') return commands;
  return [...commands, ...wrapWords(`(on kind: ${instead})`, columns).map((row) => line(row))];
}

function promptLines(command: string, columns: number): Line[] {
  const text = command.startsWith('$ ') ? command.slice(2) : command;
  return wrapCommand(text, columns - 2).map((row, index) => [
    span(index === 0 ? '$ ' : '  ', { bold: true }),
    span(row, { bold: true }),
  ]);
}

function outputLines(step: StepView, room: StepRoom): Line[] {
  const elided = step.elided > 0 ? [line(`⋮ ${step.elided} lines dropped`)] : [];
  const shown = collapseRepeats(step.output);
  const silent = (one: OutputLine, index: number): boolean =>
    step.state !== 'running' &&
    one.stream === 'command' &&
    (shown[index + 1] === undefined || shown[index + 1]?.stream === 'command');
  return [
    ...elided,
    ...shown.flatMap((one, index) => [
      ...outputLine(one, room),
      ...(silent(one, index) ? [line(span('· ', { bold: true }), 'it printed nothing')] : []),
    ]),
  ];
}

function outputLine(one: OutputLine, room: StepRoom): Line[] {
  if (one.stream === 'command') return promptLines(one.text, room.columns);
  if (one.stream === 'stdout') {
    const row = line(one.text);
    return room.wrap ? wrapLine(row, room.columns) : [row];
  }
  // Prose, and mostly the line that matters: shown as a whole.
  const glyph =
    one.stream === 'stderr' ? span('! ', { colour: 'red', bold: true }) : span('· ', { bold: true });
  const [first = '', ...more] = wrapWords(one.text, room.columns - 2);
  return [line(glyph, first), ...more.map((row) => line('  ', row))];
}
