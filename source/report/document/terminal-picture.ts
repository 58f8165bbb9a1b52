import type { TextStyle } from '../../text/looks.ts';
import { textWidth, wrapHard } from '../../text/width.ts';
import { describeEnding } from '../describe-record.ts';
import type { CommandRecord } from '../session-record.ts';
import { type StyledPlace, styledParts } from './styled-parts.ts';

/** What commands showed on a terminal, row by row. */
export interface TerminalPicture {
  readonly columns: number;
  readonly rows: readonly TerminalRow[];
}

export type TerminalRow = readonly TerminalSpan[];

export interface TerminalSpan {
  readonly text: string;
  readonly look: TerminalLook;
  /** What the program itself wanted it to look like. */
  readonly style?: TextStyle;
}

/** `note`: said by the report, never by a program. */
export type TerminalLook = 'prompt' | 'command' | 'output' | 'error' | 'note';

const fewestColumns = 72;
export const mostColumns = 104;
/** About half a page of paper. */
const mostRows = 30;
/** The second row of a wide line, or a blank one, must not push out what a caption speaks of: with them, a picture has so many times the rows. */
const mostWithWide = 1.5;
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
  const wrapped = outputs.map((lines) => lines.map((line) => wrapPiece(line, columns)));
  const typed = commands.map(({ line }) => wrapCommand(line, columns));
  const notes = commands.map(noteOn);
  const continued = [...typed, ...wrapped.flat()].reduce((sum, line) => sum + line.length - 1, 0);
  const blank = outputs.flat().filter(({ text }) => text === '').length;
  const most = Math.min(Math.floor(rows * mostWithWide), rows + continued + blank);
  const room = roomFor(
    wrapped.map((lines) => lines.flat().length),
    most - [...typed, ...notes].flat().length,
  );
  return {
    columns,
    rows: commands.flatMap((_, index) => [
      ...typed[index]!,
      ...cut(wrapped[index] ?? [], room[index] ?? fewestRows),
      ...notes[index]!,
    ]),
  };
}

/** A row before its looks are drawn: they are needed only where the row is shown. */
interface Piece {
  readonly text: string;
  readonly look: TerminalLook;
  readonly styled?: StyledPlace;
}

function outputLines(command: CommandRecord): Piece[] {
  const lines = command.output.flatMap(({ stream, text, looks = [] }) =>
    text.split('\n').map((line, index): Piece => {
      const own = looks.filter((look) => look.line === index);
      const look = stream === 'stderr' ? 'error' : 'output';
      return { text: line.trimEnd(), look, ...(own.length === 0 ? {} : { styled: { looks: own, from: 0 } }) };
    }),
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
function cut(lines: readonly (readonly Piece[])[], room: number): TerminalRow[] {
  const total = lines.reduce((sum, rows) => sum + rows.length, 0);
  if (total <= room) return lines.flat().map(spansOf);
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
  const note: Piece = {
    text: `… ${left} ${left === 1 ? 'line' : 'lines'} left out here; the journal holds ${left === 1 ? 'it' : 'them'} …`,
    look: 'note',
  };
  return [...lines.slice(0, head).flat(), note, ...lines.slice(lines.length - tail).flat()].map(spansOf);
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

function wrapPiece({ text, look, styled }: Piece, columns: number): Piece[] {
  let from = 0;
  return wrapHard(text, columns).map((piece) => {
    const place = from;
    from += piece.length;
    return { text: piece, look, ...(styled === undefined ? {} : { styled: { ...styled, from: place } }) };
  });
}

function spansOf({ text, look, styled }: Piece): TerminalRow {
  if (styled === undefined) return [{ text, look }];
  return styledParts(text, styled).map((part) => ({ look, ...part }));
}

function noteOn(command: CommandRecord): TerminalRow[] {
  if (command.ending === 'exited' && command.exitCode === 0) return [];
  return [[{ text: `(${describeEnding(command)})`, look: 'note' }]];
}
