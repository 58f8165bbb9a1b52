import { textWidth, wrapHard } from '../../text/width.ts';
import { describeEnding } from '../describe-record.ts';
import type { CommandRecord } from '../session-record.ts';

/** What commands showed on a terminal, row by row. */
export interface TerminalPicture {
  readonly columns: number;
  readonly rows: readonly TerminalRow[];
}

export type TerminalRow = readonly TerminalSpan[];

export interface TerminalSpan {
  readonly text: string;
  readonly look: TerminalLook;
}

/** `note`: said by the report, never by a program. */
export type TerminalLook = 'prompt' | 'command' | 'output' | 'error' | 'note';

const fewestColumns = 72;
export const mostColumns = 104;
/** With its caption, less than half a page of paper: what moves to the next page leaves no more behind. */
const mostRows = 30;
/** Fewer rows of a command than this show nothing of it. */
const fewestRows = 6;

/** The commands one after another, as typed and as answered; long outputs are cut in the middle, and say so. */
export function pictureOf(commands: readonly CommandRecord[], rows = mostRows): TerminalPicture {
  const outputs = commands.map(outputLines);
  const widest = Math.max(
    ...outputs.flat().map(({ text }) => textWidth(text)),
    ...commands.map(({ line }) => textWidth(line) + 2),
    0,
  );
  const columns = Math.min(mostColumns, Math.max(fewestColumns, widest));
  const wrapped = outputs.map((lines) => lines.map((line) => wrapSpan(line, columns)));
  const room = roomFor(
    wrapped.map((lines) => lines.flat().length),
    rows - commands.length * 2,
  );
  return {
    columns,
    rows: commands.flatMap((command, index) => [
      ...wrapCommand(command.line, columns),
      ...cut(wrapped[index] ?? [], room[index] ?? fewestRows),
      ...noteOn(command),
    ]),
  };
}

function outputLines(command: CommandRecord): TerminalSpan[] {
  const lines = command.output.flatMap(({ stream, text }) =>
    text
      .split('\n')
      .map(
        (line): TerminalSpan => ({ text: line.trimEnd(), look: stream === 'stderr' ? 'error' : 'output' }),
      ),
  );
  const { cut = 0 } = command;
  if (cut > 0)
    lines.push({ text: `… ${cut} more lines are left out here; the journal holds them …`, look: 'note' });
  if (command.elided === 0) return lines;
  return [...lines, { text: `… the journal does not hold ${command.elided} more lines …`, look: 'note' }];
}

/** Each command gets what it needs, the longer ones an equal part of what is left. */
function roomFor(needs: readonly number[], room: number): number[] {
  let left = room;
  const given = needs.map(() => 0);
  const order = needs.map((_, index) => index).sort((a, b) => needs[a]! - needs[b]!);
  order.forEach((index, done) => {
    const share = Math.max(fewestRows, Math.floor(left / (order.length - done)));
    given[index] = Math.min(needs[index]!, share);
    left -= given[index]!;
  });
  return given;
}

/** Whole lines from the beginning and the end, with a line about what is left out between them. */
function cut(lines: readonly (readonly TerminalSpan[])[], room: number): TerminalRow[] {
  const total = lines.reduce((sum, rows) => sum + rows.length, 0);
  if (total <= room) return lines.flat().map((span) => [span]);
  let head = 0;
  let tail = 0;
  let used = 1;
  for (let turn = 0; head + tail < lines.length; turn++) {
    const isHead = turn % 2 === 0;
    const next = isHead ? lines[head] : lines[lines.length - 1 - tail];
    if (next === undefined || used + next.length > room) break;
    used += next.length;
    if (isHead) head++;
    else tail++;
  }
  const left = lines.length - head - tail;
  const note: TerminalSpan = {
    text: `… ${left} ${left === 1 ? 'line' : 'lines'} left out here; the journal holds ${left === 1 ? 'it' : 'them'} …`,
    look: 'note',
  };
  return [...lines.slice(0, head).flat(), note, ...lines.slice(lines.length - tail).flat()].map((span) => [
    span,
  ]);
}

function wrapCommand(line: string, columns: number): TerminalRow[] {
  return wrapHard(`$ ${line}`, columns).map((piece, index) =>
    index === 0
      ? [
          { text: '$ ', look: 'prompt' },
          { text: piece.slice(2), look: 'command' },
        ]
      : [{ text: piece, look: 'command' }],
  );
}

function wrapSpan({ text, look }: TerminalSpan, columns: number): TerminalSpan[] {
  return wrapHard(text, columns).map((piece) => ({ text: piece, look }));
}

function noteOn(command: CommandRecord): TerminalRow[] {
  if (command.ending === 'exited' && command.exitCode === 0) return [];
  return [[{ text: `(${describeEnding(command)})`, look: 'note' }]];
}
