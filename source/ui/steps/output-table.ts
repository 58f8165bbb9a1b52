import { wrapHard } from '../../text/width.ts';
import { cutStart, cutText } from '../text/cut.ts';

/** A table that a command printed: names of columns in capitals, and what stands below each. */
export interface OutputTable {
  readonly columns: readonly Column[];
  /** How many lines it takes, its header included. */
  readonly lines: number;
}

export interface Column {
  readonly name: string;
  readonly cells: readonly string[];
}

const word = '[A-Z][A-Z0-9()/%-]*';
const header = new RegExp(`^${word}(?: ${word})*(?: {2,}${word}(?: ${word})*)+ *$`);
const name = /\S+(?: \S+)*/g;
/** Only such text is read as a table: columns are counted in letters. */
const plain = /^[ -~]+$/;

/** The table whose header is this line; undefined where there is none. */
export function tableAt(lines: readonly string[], at: number): OutputTable | undefined {
  const first = lines[at] ?? '';
  if (!header.test(first)) return undefined;
  const names = [...first.matchAll(name)];
  const starts = names.map(({ index }) => index);
  const isRow = (line = ''): boolean =>
    plain.test(line) && starts.every((start) => start === 0 || ' '.includes(line[start - 1] ?? ' '));
  let end = at + 1;
  while (end < lines.length && isRow(lines[end])) end += 1;
  if (end === at + 1) return undefined;
  const columns = names.map(([text], index) => ({
    name: text,
    cells: lines.slice(at + 1, end).map((line) => line.slice(starts[index], starts[index + 1]).trim()),
  }));
  return { columns, lines: end - at };
}

/** What no check looks at, in the order in which it gives way. */
const yielding = ['AGE', 'CLIENT-ID', 'GROUP', 'TOPIC', 'HOST'];
export const givesWay = (name: string): boolean => yielding.includes(name);

/** Of these, the end tells one from the other. */
const toldByEnd = ['NAME', 'CONSUMER-ID'];
/** No column is made narrower for another one. */
const [leastCells, leastOfAll] = [8, 4];

/** The lines of a table in so many cells, as they would be with less space between them; undefined where that is not enough. */
export function squeezedTable({ columns }: OutputTable, room: number): string[] | undefined {
  const widths = columns.map(neededCells);
  const gap = [3, 2, 1].find((one) => total(widths, one) <= room);
  return gap === undefined ? undefined : rowsOf(columns, widths, gap);
}

/** The lines of a table in so many cells: columns that matter less give way, then the widest get narrower. */
export function cutTable({ columns }: OutputTable, room: number): string[] {
  const shown = neededColumns(columns, room);
  const [first = 0, ...rest] = shown.map(neededCells);
  const widths = narrowed([first, ...narrowed(rest, room - first - 1, leastCells)], room, leastOfAll);
  return rowsOf(shown, widths, 1);
}

/** Whether a table in so many cells loses more than columns that no check looks at. */
export function losesCells({ columns }: OutputTable, room: number): boolean {
  return total(neededColumns(columns, room).map(neededCells), 1) > room;
}

/** The columns of a table without those that give way. */
export function neededColumns(columns: readonly Column[], room: number): readonly Column[] {
  let shown = columns;
  for (const given of yielding)
    if (total(shown.map(neededCells), 1) > room) shown = shown.filter((column) => column.name !== given);
  return shown;
}

/** Each line of a table as rows of so many cells, between two columns where that goes, and each column below its name. */
export function wrapTable({ columns }: OutputTable, room: number): string[][] {
  const parts: Column[][] = [];
  for (const column of columns) {
    const last = parts.at(-1);
    const indent = parts.length > 1 ? 2 : 0;
    if (last !== undefined && indent + total([...last, column].map(neededCells), 1) <= room)
      last.push(column);
    else parts.push([column]);
  }
  const rows = parts.map((part) => rowsOf(part, part.map(neededCells), 1));
  return (rows[0] ?? []).map((_, line) =>
    rows.flatMap((part, index) => wrapHard(`${index === 0 ? '' : '  '}${part[line] ?? ''}`, room)),
  );
}

const neededCells = ({ name, cells }: Column): number =>
  cells.reduce((most, cell) => Math.max(most, cell.length), name.length);

const total = (widths: readonly number[], gap: number): number =>
  widths.reduce((sum, cells) => sum + cells + gap, -gap);

/** The widest give first. */
function narrowed(widths: readonly number[], room: number, least: number): number[] {
  const cells = [...widths];
  while (total(cells, 1) > room) {
    const widest = Math.max(...cells);
    if (widest <= least) break;
    cells[cells.lastIndexOf(widest)] = widest - 1;
  }
  return cells;
}

function rowsOf(columns: readonly Column[], widths: readonly number[], gap: number): string[] {
  const count = columns[0]?.cells.length ?? 0;
  const row = (cellOf: (column: Column) => string, isHeader: boolean): string =>
    columns
      .map((column, index) => {
        const cut = !isHeader && toldByEnd.includes(column.name) ? cutStart : cutText;
        return cut(cellOf(column), widths[index]!).padEnd(widths[index]!);
      })
      .join(' '.repeat(gap))
      .trimEnd();
  return [
    row((column) => column.name, true),
    ...Array.from({ length: count }, (_, at) => row((column) => column.cells[at]!, false)),
  ];
}
