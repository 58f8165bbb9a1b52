import { wrapHard } from '../../text/width.ts';
import { cleanText } from '../text/cut.ts';

/** Cells and rows for the text of a file. */
export interface FileRoom {
  readonly columns: number;
  readonly rows: number;
}

/** A line of a file, wrapped, as far as it is in view. */
export interface LineInView {
  /** From 0 on. */
  readonly index: number;
  readonly rows: readonly string[];
}

/** No wider a number is expected than that of the last line of a file of a megabyte. */
export const numberColumns = (lines: readonly string[]): number => Math.max(3, String(lines.length).length);

/** Of a line, as much as a screen could show. */
const mostCells = 20_000;

/** The lines from `top` on that fit; the last one perhaps in part. */
export function linesInView(lines: readonly string[], top: number, room: FileRoom): LineInView[] {
  const view: LineInView[] = [];
  let left = room.rows;
  for (let index = top; index < lines.length && left > 0; index += 1) {
    const rows = wrapped(lines, index, room).slice(0, left);
    left -= rows.length;
    view.push({ index, rows });
  }
  return view;
}

/** The first line of the view that shows the end of the file. */
export function lastTop(lines: readonly string[], room: FileRoom): number {
  let left = room.rows;
  let top = lines.length;
  while (top > 0 && left > 0) {
    left -= wrapped(lines, top - 1, room).length;
    if (left >= 0) top -= 1;
  }
  return Math.min(top, Math.max(0, lines.length - 1));
}

function wrapped(lines: readonly string[], index: number, { columns }: FileRoom): string[] {
  const text = (lines[index] ?? '').slice(0, mostCells).replaceAll('\t', '    ');
  return wrapHard(cleanText(text), Math.max(1, columns - numberColumns(lines) - 1));
}
