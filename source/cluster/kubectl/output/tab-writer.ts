import { type SafeText, visible } from '../../../text/safe-text.ts';

/*
 * Elastic tab stops: a cell that a tab ends belongs to a column; a column reaches over consecutive lines that have a cell in it, and
 * is as wide as its widest cell and `padding`, at least `minimum`. What follows a line's last tab belongs to no column.
 */
export interface TabLayout {
  readonly minimum: number;
  readonly padding: number;
}

/** kubectl's tables. */
export const tableLayout: TabLayout = { minimum: 6, padding: 3 };
/** kubectl's descriptions. */
export const describeLayout: TabLayout = { minimum: 0, padding: 2 };

/** Lays lines of tab-separated cells out with spaces. `remembered` holds the widths of earlier calls, and grows. */
export function layOut(lines: readonly SafeText[], layout: TabLayout, remembered?: number[]): SafeText {
  const rows = lines.map((line) => line.split('\t'));
  const widths: number[] = [];
  let out = '';

  const write = (from: number, to: number): void => {
    for (const cells of rows.slice(from, to)) {
      cells.forEach((cell, column) => {
        const width = column < cells.length - 1 ? widths[column] : undefined;
        out += width === undefined ? cell : cell + ' '.repeat(Math.max(0, width - cellWidth(cell)));
      });
      out += '\n';
    }
  };

  const format = (from: number, to: number): void => {
    const column = widths.length;
    let start = from;
    for (let row = from; row < to; row++) {
      if (column >= rows[row]!.length - 1) continue;
      write(start, row);
      start = row;
      let width = layout.minimum;
      for (; row < to && column < rows[row]!.length - 1; row++) {
        width = Math.max(width, cellWidth(rows[row]![column]!) + layout.padding);
      }
      if (remembered !== undefined) {
        width = Math.max(width, remembered[column] ?? 0);
        remembered[column] = width;
      }
      widths.push(width);
      format(start, row);
      widths.pop();
      start = row;
    }
    write(start, to);
  };

  format(0, rows.length);
  return visible(out);
}

/** Characters, as Go's tabwriter counts them: no wide ones. */
function cellWidth(cell: string): number {
  return /^[\u0000-\u007f]*$/.test(cell) ? cell.length : [...cell].length;
}
