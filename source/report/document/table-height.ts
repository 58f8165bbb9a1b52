import type { TableBlock } from './model.ts';

/** Of a page between its margins, in the type of tables. */
const lettersInLine = 105;
/** A third of a page. */
const mostLines = 18;
/** What surrounds the lines of a row. */
const linesAroundRow = 0.6;

/** Whether a table may stay on one page of paper: what moves to the next page leaves no more than so much free. */
export function isShort(table: TableBlock): boolean {
  return linesOf(table) <= mostLines;
}

function linesOf({ columns, rows }: TableBlock): number {
  return rows.reduce((sum, row) => {
    const cells = row.map((lines, index) => {
      const room = Math.max(1, Math.floor((lettersInLine * (columns[index]?.share ?? 100)) / 100) - 2);
      return lines.reduce((high, runs) => high + Math.max(1, Math.ceil(lengthOf(runs) / room)), 0);
    });
    return sum + Math.max(1, ...cells) + linesAroundRow;
  }, 0);
}

const lengthOf = (runs: TableBlock['rows'][number][number][number]): number =>
  runs.reduce((sum, { text }) => sum + text.length, 0);
