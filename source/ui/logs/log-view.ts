import type { LogRing, RingLine } from '../../session/view.ts';
import { clockTime } from '../theme/numbers.ts';
import { chosenNumbers } from './chosen-numbers.ts';
import { type Line, line, plainText, span } from './line.ts';
import type { LogPaneState, Mark } from './log-pane-state.ts';
import { leadCells, logRow, type RowOptions } from './log-row.ts';
import { lowerBound } from './match-index.ts';
import { neededShortening, type Shortening } from './shorten-stamp.ts';
import { spreadLine } from './spread-line.ts';
import { withinTimeBox } from './time-box.ts';
import { rangeLabel } from './time-range.ts';
import { wrappedRow } from './wrapped-row.ts';

export interface LogView {
  /** At most `rows` lines, oldest first, not yet cut to the pane's width. Long lines are in several where rows are left over. */
  readonly lines: readonly Line[];
  /** Lines that arrived since the pane was paused. */
  readonly newLines: number;
  /** Lines in the ring that match, without the session's own marks, if there is a pattern. */
  readonly matches: number | undefined;
}

/**
 * What a log pane shows. Depends only on its arguments: the ring (or its snapshot from when the pane was paused), how
 * it is viewed, the space, and the time for a time range. Lays out visible lines only.
 */
export function viewLog(
  ring: LogRing,
  state: LogPaneState,
  room: { readonly columns: number; readonly rows: number },
  now = Date.now(),
): LogView {
  const source = state.held ?? ring;
  const bottom = state.held ? state.bottom : source.total;
  const { inView, matches } = chosenNumbers(source, state, now);
  if (inView?.length === 0 && state.since !== undefined) {
    const none = line(`no ${matches ? 'match' : 'line'} in the last ${rangeLabel(state.since)}`);
    return { lines: [none], newLines: newLines(ring, state), matches: matches?.length };
  }
  const entries = lastOf(source, inView, bottom, room.rows);
  const whole: RowOptions = {
    timestamps: state.timestamps,
    pattern: state.pattern,
    match: state.showing === 'context' ? state.match : undefined,
    pods: new Set(entries.flatMap((entry) => (entry.kind === 'line' ? [entry.pod] : []))).size > 1,
  };
  const options = state.wrap ? whole : { ...whole, shortening: shorteningFor(entries, whole, room.columns) };
  return {
    lines: state.pattern
      ? withinTimeBox(
          state.pattern,
          () => layOut(entries, state, bottom, options, room),
          () => layOut(entries, state, bottom, { ...options, pattern: undefined }, room),
        )
      : layOut(entries, state, bottom, options, room),
    newLines: newLines(ring, state),
    matches: matches?.length,
  };
}

/** The ring's lines that a pane of `rows` shows, whole and as they came, oldest first. */
export function entriesInView(
  ring: LogRing,
  state: LogPaneState,
  rows: number,
  now = Date.now(),
): readonly RingLine[] {
  const source = state.held ?? ring;
  const bottom = state.held ? state.bottom : source.total;
  return lastOf(source, chosenNumbers(source, state, now).inView, bottom, rows);
}

function lastOf(
  source: LogRing,
  numbers: readonly number[] | undefined,
  bottom: number,
  rows: number,
): readonly RingLine[] {
  if (numbers === undefined) return source.slice(bottom - rows, bottom);
  const end = lowerBound(numbers, bottom);
  return numbers.slice(Math.max(0, end - rows), end).flatMap((number) => source.slice(number, number + 1));
}

function newLines(ring: LogRing, { held }: LogPaneState): number {
  return held ? Math.max(0, ring.total - held.total) : 0;
}

/** A line that is too long gives up its date first: what it says stands at its end. */
function shorteningFor(entries: readonly RingLine[], options: RowOptions, columns: number): Shortening {
  const texts = entries.filter(({ kind }) => kind === 'line').map(({ text }) => text.slice(0, 4 * columns));
  return neededShortening(texts, columns - leadCells(options));
}

/** From the bottom up, until the room is full. Lines that are too long take the rows that are left over, the newest first. */
function layOut(
  entries: readonly RingLine[],
  state: LogPaneState,
  bottom: number,
  options: RowOptions,
  room: { readonly columns: number; readonly rows: number },
): Line[] {
  const blocks: Line[][] = [];
  let used = 0;
  const add = (block: Line[]): void => {
    blocks.push(block);
    used += block.length;
  };
  let marks: readonly Mark[] = state.marks.filter((mark) => mark.number <= bottom);
  const addMarksAfter = (number: number): void => {
    for (const mark of marks.filter((one) => one.number > number).reverse()) add([markRow(mark)]);
    marks = marks.filter((one) => one.number <= number);
  };
  let free = Math.max(0, room.rows - entries.length - marks.length);
  const rowsOf = (entry: RingLine): Line[] => {
    if (state.wrap) return wrappedRow(entry, options, room.columns);
    const row = logRow(entry, options);
    const rows = free > 0 ? spreadLine(row, room.columns, 1 + free).filter(saysSomething) : [row];
    free -= rows.length - 1;
    return rows;
  };
  for (const entry of [...entries].reverse()) {
    addMarksAfter(entry.number);
    if (used >= room.rows) break;
    add(rowsOf(entry));
    if (used >= room.rows) break;
  }
  if (entries.length < room.rows && used < room.rows) addMarksAfter(-1);
  const lines = blocks.reverse().flat();
  return lines.slice(Math.max(0, lines.length - room.rows));
}

/** The end of a mark's rule takes no row of its own. */
const saysSomething = (row: Line, index: number): boolean => index === 0 || plainText(row).trim() !== '──';

function markRow(mark: Mark): Line {
  return line(span(`── your mark, ${clockTime(mark.at)} ──`, { bold: true }));
}
