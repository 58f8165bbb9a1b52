import { wrapAtBlanks } from '../../text/width.ts';
import { cleanText, cutText } from '../text/cut.ts';
import type { DetailState } from './detail-state.ts';
import type { DetailContent } from './view.ts';

/** A line as the rows that it takes. */
export interface DetailLine {
  /** Counted from the first line there ever was. */
  readonly number: number;
  readonly rows: readonly string[];
}

interface Room {
  readonly columns: number;
  readonly rows: number;
}

/** Of a line, as much as a screen could show. */
const mostCells = 20_000;

/** The lines that are in view. */
export function detailLines(content: DetailContent, state: DetailState, room: Room): DetailLine[] {
  const { lines, dropped } = content;
  const top = topOf(content, state, room);
  const view: DetailLine[] = [];
  let left = room.rows;
  for (let index = top - dropped; index < lines.length && left > 0; index += 1) {
    const rows = rowsOf(lines[index]!, state, room).slice(0, left);
    left -= rows.length;
    view.push({ number: dropped + index, rows });
  }
  const before = lines[top - dropped - 1];
  // At the end, the room that is left shows the end of a line that is longer than it. A match stays at the top.
  if (left > 0 && before !== undefined && state.pattern === undefined)
    view.unshift({ number: top - 1, rows: rowsOf(before, state, room).slice(-left) });
  return view;
}

/** The number of the first line in view. */
export function topOf(content: DetailContent, state: DetailState, room: Room): number {
  const last = lastTop(content, state, room);
  // A match is shown at the top, even close to the end.
  const most = state.pattern === undefined ? last : content.dropped + Math.max(0, content.lines.length - 1);
  return state.top === undefined ? last : Math.max(content.dropped, Math.min(most, state.top));
}

/** The first line of the view that shows the end. */
export function lastTop({ lines, dropped }: DetailContent, state: DetailState, room: Room): number {
  let left = room.rows;
  let top = lines.length;
  while (top > 0 && left > 0) {
    left -= rowsOf(lines[top - 1]!, state, room).length;
    if (left >= 0) top -= 1;
  }
  return dropped + Math.min(top, Math.max(0, lines.length - 1));
}

function rowsOf(line: string, { wrap }: DetailState, { columns }: Room): string[] {
  const text = line.slice(0, mostCells).replaceAll('\t', '    ');
  return wrap ? wrapAtBlanks(cleanText(text), Math.max(1, columns)) : [cutText(text, columns)];
}
