import { type Column, givesWay } from './output-table.ts';

/**
 * Each line of a table as rows of so many cells: what is too long for its column goes on below, in the same column. Those columns get narrower
 * that cost the fewest rows, none narrower than its name; undefined where that is not enough.
 */
export function foldTable(columns: readonly Column[], room: number): string[][] | undefined {
  const folding = columns.map(foldColumn);
  const lines = [...(columns[0]?.cells.keys() ?? [])];
  const foldedTo = (widths: readonly number[]): Pieces[] =>
    folding.map((fold, index) => fold(widths[index]!));
  const rowsAt = (widths: readonly number[]): number => {
    const folded = foldedTo(widths);
    return lines.reduce((sum, line) => sum + rowsOf(folded, line), 0);
  };
  const narrowed = (widths: readonly number[], index: number): number[] => {
    const pieces = folding[index]!(widths[index]! - 1).flat();
    return widths.with(index, longest([columns[index]!.name, ...pieces]));
  };
  const whole = columns.map(({ name, cells }) => longest([name, ...cells]));
  let widths = whole;
  while (total(widths) > room) {
    const ways = columns.flatMap(({ name }, index) => {
      if (widths[index]! <= name.length) return [];
      const narrower = narrowed(widths, index);
      if (index === 0 && isTorn(folding[0]!(narrower[0]!))) return [];
      return [{ narrower, rows: rowsAt(narrower), last: givesWay(name) ? 0 : 1, of: widths[index]! }];
    });
    const [best] = ways.sort((a, b) => a.rows - b.rows || a.last - b.last || b.of - a.of);
    if (best === undefined) return undefined;
    widths = best.narrower;
  }
  // A later column may have made enough room for an earlier one.
  for (const [index, cells] of whole.entries())
    if (total(widths.with(index, cells)) <= room) widths = widths.with(index, cells);
  const row = (texts: readonly string[]): string =>
    texts
      .map((text, index) => text.padEnd(widths[index]!))
      .join(' ')
      .trimEnd();
  const folded = foldedTo(widths);
  return [
    [row(columns.map(({ name }) => name))],
    ...lines.map((line) =>
      Array.from({ length: rowsOf(folded, line) }, (_, at) =>
        row(folded.map((cells) => cells[line]![at] ?? '')),
      ),
    ),
  ];
}

/** The cells of a column, each in pieces that stand below each other. */
type Pieces = readonly (readonly string[])[];

function foldColumn({ cells }: Column): (width: number) => Pieces {
  const known = new Map<number, Pieces>();
  return (width) => {
    const pieces = known.get(width) ?? cells.map((text) => foldCell(text, width));
    known.set(width, pieces);
    return pieces;
  };
}

/** The first column tells one line from the other: most of its cells stay whole. */
function isTorn(cells: Pieces): boolean {
  return cells.filter(({ length }) => length > 1).length > cells.length / 2;
}

/** The rows that a line takes. */
function rowsOf(folded: readonly Pieces[], line: number): number {
  return Math.max(...folded.map((cells) => cells[line]!.length));
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
