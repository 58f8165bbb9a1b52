import { type Column, givesWay } from './output-table.ts';

/** Wider and longer tables are not folded: what follows takes time with each cell that is too many, and with each line. */
const [mostRooms, mostLines] = [4, 60];

/**
 * Each line of a table as rows of so many cells: what is too long for its column goes on below, in the same column. Those columns get narrower
 * that cost the fewest rows, none narrower than its name; undefined where that is not enough, and for a table that is far too large.
 */
export function foldTable(columns: readonly Column[], room: number): string[][] | undefined {
  const whole = columns.map(({ name, cells }) => longest([name, ...cells]));
  const lines = columns[0]?.cells.length ?? 0;
  if (total(whole) > mostRooms * room || lines > mostLines) return undefined;
  const folding = columns.map(foldColumn);
  const widths = fittingWidths(columns, folding, whole, room);
  if (widths === undefined) return undefined;
  const row = (texts: readonly string[]): string =>
    texts
      .map((text, index) => text.padEnd(widths[index]!))
      .join(' ')
      .trimEnd();
  const folded = folding.map((fold, index) => fold(widths[index]!).cells);
  return [
    [row(columns.map(({ name }) => name))],
    ...Array.from({ length: lines }, (_, line) =>
      Array.from({ length: Math.max(...folded.map((cells) => cells[line]!.length)) }, (_, at) =>
        row(folded.map((cells) => cells[line]![at] ?? '')),
      ),
    ),
  ];
}

function fittingWidths(
  columns: readonly Column[],
  folding: readonly ((width: number) => Folded)[],
  whole: readonly number[],
  room: number,
): readonly number[] | undefined {
  let widths = whole;
  while (total(widths) > room) {
    const folded = folding.map((fold, index) => fold(widths[index]!));
    const rowsAt = rowsWithOneChanged(folded);
    const ways = columns.flatMap(({ name }, index) => {
      const width = widths[index]!;
      if (width <= name.length) return [];
      const narrower = folding[index]!(width - 1);
      const cells = Math.max(name.length, narrower.longest);
      const changed = folding[index]!(cells);
      if (index === 0 && isTorn(changed.cells)) return [];
      return [{ index, cells, rows: rowsAt(index, changed), last: givesWay(name) ? 0 : 1, of: width }];
    });
    const [best] = ways.sort((a, b) => a.rows - b.rows || a.last - b.last || b.of - a.of);
    if (best === undefined) return undefined;
    widths = widths.with(best.index, best.cells);
  }
  // A later column may have made enough room for an earlier one.
  for (const [index, cells] of whole.entries())
    if (total(widths.with(index, cells)) <= room) widths = widths.with(index, cells);
  return widths;
}

/** How many rows all lines take with another folding of one column. */
function rowsWithOneChanged(folded: readonly Folded[]): (index: number, changed: Folded) => number {
  const lines = [...(folded[0]?.cells.keys() ?? [])].map((line) => {
    const counts = folded.map(({ cells }) => cells[line]!.length).toSorted((a, b) => b - a);
    return { most: counts[0] ?? 1, second: counts[1] ?? 1 };
  });
  return (index, changed) => {
    const before = folded[index]!.cells;
    return lines.reduce((sum, { most, second }, line) => {
      const others = before[line]!.length === most ? second : most;
      return sum + Math.max(others, changed.cells[line]!.length);
    }, 0);
  };
}

/** The cells of a column, each in pieces that stand below each other. */
type Pieces = readonly (readonly string[])[];

/** A column in some width. */
interface Folded {
  readonly cells: Pieces;
  /** Of the pieces. */
  readonly longest: number;
}

function foldColumn({ cells }: Column): (width: number) => Folded {
  const known = new Map<number, Folded>();
  return (width) => {
    const same = known.get(width);
    if (same !== undefined) return same;
    const pieces = cells.map((text) => foldCell(text, width));
    const folded = { cells: pieces, longest: longest(pieces.flat()) };
    known.set(width, folded);
    return folded;
  };
}

/** The first column tells one line from the other: most of its cells stay whole. */
function isTorn(cells: Pieces): boolean {
  return cells.filter(({ length }) => length > 1).length > cells.length / 2;
}

const total = (widths: readonly number[]): number => widths.reduce((sum, cells) => sum + cells + 1, -1);

const longest = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length));

/** After a sign between two words, where there is one in the second half of a piece. */
function foldCell(text: string, width: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const between = Math.max(...signs.map((sign) => rest.lastIndexOf(sign, width - 1))) + 1;
    const piece = rest.slice(0, between > width / 2 ? between : width);
    pieces.push(piece.trimEnd());
    rest = rest.slice(piece.length);
  }
  return [...pieces, rest];
}

const signs = [...'-.,:/ '];
