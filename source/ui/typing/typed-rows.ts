import { takeCells, textWidth } from '../../text/width.ts';
import type { TypedText } from './typed-text.ts';

/** One row of typed text on the screen. All characters are in some row, so that the cursor can be on each. */
export interface TypedRow {
  /** Index of the row's first character in the text. */
  readonly start: number;
  /** Without the line break that ends it. */
  readonly text: string;
}

/** The text in rows of at most `cells`, broken after blanks; a longer word is broken where the row ends. */
export function typedRows(text: string, cells: number): TypedRow[] {
  const rows: TypedRow[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    rows.push(...rowsOfLine(line, start, Math.max(1, cells)));
    start += line.length + 1;
  }
  return rows;
}

function rowsOfLine(line: string, start: number, cells: number): TypedRow[] {
  const rows: TypedRow[] = [];
  let at = 0;
  while (!isLastRow(line, at, cells)) {
    const fitting =
      takeCells(line.slice(at, at + cells * unitsPerCell), cells) ||
      [...segmenter.segment(line.slice(at, at + 64))][0]!.segment;
    const afterBlank = endsWord(line, at + fitting.length) ? fitting.length : fitting.lastIndexOf(' ') + 1;
    // A blank that no longer fits stays at the end of its row, out of sight.
    const blanks = /^ */.exec(line.slice(at + fitting.length))![0].length;
    const length = afterBlank === fitting.length ? fitting.length + blanks : afterBlank || fitting.length;
    rows.push({ start: start + at, text: line.slice(at, at + length) });
    at += length;
  }
  rows.push({ start: start + at, text: line.slice(at) });
  return rows;
}

const segmenter = new Intl.Segmenter();
/** No grapheme of real text is longer than this for each of its cells. */
const unitsPerCell = 8;

/** Whether the rest of a line fits into a row. Only what could fit is measured, however long the line is. */
function isLastRow(line: string, at: number, cells: number): boolean {
  return line.length - at <= cells * unitsPerCell && textWidth(line.slice(at)) <= cells;
}

function endsWord(line: string, at: number): boolean {
  return line[at] === ' ' || line[at - 1] === ' ';
}

/** The row that has the cursor: its index, and the cursor's place in the row's text. */
export function cursorRow(rows: readonly TypedRow[], cursor: number): { index: number; offset: number } {
  const index = Math.max(
    0,
    rows.findLastIndex(({ start }) => start <= cursor),
  );
  return { index, offset: cursor - (rows[index]?.start ?? 0) };
}

/** The cursor a row up or down, as near as possible below or above where it was. */
export function moveByRow({ text, cursor }: TypedText, by: 1 | -1, cells: number): TypedText {
  const rows = typedRows(text, cells);
  const { index, offset } = cursorRow(rows, cursor);
  const from = rows[index];
  const to = rows[index + by];
  if (from === undefined || to === undefined) return { text, cursor: by < 0 ? 0 : text.length };
  const column = textWidth(from.text.slice(0, offset));
  const length = takeCells(to.text, column).length;
  // The end of a wrapped row is the start of the next one.
  const isWrapped = rows[index + by + 1]?.start === to.start + to.text.length;
  const last = isWrapped ? Math.max(0, to.text.length - 1) : to.text.length;
  return { text, cursor: to.start + Math.min(length, last) };
}
