import type { FigureBlock, Run } from './model.ts';
import type { TerminalPicture, TerminalRow } from './terminal-picture.ts';

type Labelled = FigureBlock['pictures'][number];

/** What of a figure stays together on a page of paper. */
export type FigurePiece = readonly Labelled[];

/** Half a page of A4 between its margins, in rows of a terminal as wide as the page; what is around the rows of a piece has been taken off. */
const rowsOfHalfPage = 32;
const lettersInLine = 90;
/** A line of a caption is so much higher than a row. */
const rowsOfLine = 1.4;
/** However long a caption is, a piece has so many rows. */
const fewestRows = 12;

/**
 * A figure in pieces of at most half a page, the last with its caption. A piece that does not fit moves to the next page, and what it leaves behind
 * is at least half full. It ends before a command where that keeps it at least half as long as it may be.
 */
export function piecesOf({ pictures, caption, source }: FigureBlock): FigurePiece[] {
  const most = mostRowsBeside([...caption, { text: source }]);
  const all = pictures.reduce((sum, each) => sum + heightOf(each), 0);
  if (all <= most) return [pictures];
  return pictures.flatMap(({ label, picture }) =>
    divide(picture, most - (label === undefined ? 0 : rowsOfLabel)).map((piece, index) => [
      { ...(label === undefined || index > 0 ? {} : { label }), picture: piece },
    ]),
  );
}

const rowsOfLabel = 2;
const heightOf = ({ label, picture }: Labelled): number =>
  picture.rows.length + (label === undefined ? 0 : rowsOfLabel);

/** The rows of a piece that fit half a page with this caption. */
export function mostRowsBeside(caption: readonly Run[]): number {
  const letters = caption.reduce((sum, { text }) => sum + text.length, 0);
  const lines = Math.ceil(letters / lettersInLine);
  return Math.max(fewestRows, Math.floor(rowsOfHalfPage - lines * rowsOfLine));
}

function divide({ columns, rows }: TerminalPicture, most: number): TerminalPicture[] {
  if (rows.length <= most) return [{ columns, rows }];
  const at = endOfPiece(rows, most);
  return [{ columns, rows: rows.slice(0, at) }, ...divide({ columns, rows: rows.slice(at) }, most)];
}

function endOfPiece(rows: readonly TerminalRow[], most: number): number {
  const starts = rows.flatMap((row, index) => (row[0]?.look === 'prompt' ? [index] : []));
  const even = Math.ceil(rows.length / Math.ceil(rows.length / most));
  return starts.findLast((index) => index >= most / 2 && index <= most) ?? even;
}
