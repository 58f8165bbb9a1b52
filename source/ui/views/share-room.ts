/** A column as it is drawn. */
export interface PlacedColumn {
  /** Which cell of a row it shows. */
  readonly index: number;
  readonly name: string;
  readonly cells: number;
  readonly align: 'left' | 'right';
  readonly keepsEnd: boolean;
}

/** Such a column, in the cells that it needs. */
type Sharing = PlacedColumn & { readonly main: boolean };

export const columnGap = 2;
/** A column that is made narrower keeps as many cells; beside a main column, as many of the others. */
const leastCells = { usual: 6, besideMain: 14 } as const;

/** With the gaps between them. */
export function totalCells(columns: readonly { readonly cells: number }[]): number {
  return columns.reduce((sum, { cells }) => sum + cells + columnGap, -columnGap);
}

/** Whether the main column gets less than its share, even if the others are narrow. */
export function lacksRoom(columns: readonly Sharing[], room: number): boolean {
  const main = columns.find((column) => column.main);
  if (main === undefined) return false;
  const narrow = columns.map((column) =>
    column === main ? main.cells : Math.min(column.cells, leastCells.besideMain),
  );
  return room - (totalCells(narrow.map((cells) => ({ cells }))) - main.cells) < shareOf(main, room);
}

/** The columns in the cells that there are: the widest gives first, the main one only from what is more than its share. */
export function shareRoom<Column extends Sharing>(columns: readonly Column[], room: number): Column[] {
  const main = columns.find((column) => column.main);
  if (main === undefined || totalCells(columns) <= room) return narrowed(columns, room, leastCells.usual);
  const others = columns.filter((column) => column !== main);
  const left = room - columnGap - shareOf(main, room);
  const cells = new Map(narrowed(others, left, leastCells.besideMain).map((one) => [one.index, one.cells]));
  const taken = [...cells.values()].reduce((sum, one) => sum + one + columnGap, 0);
  const shared = columns.map((column) => ({
    ...column,
    cells: cells.get(column.index) ?? Math.min(main.cells, Math.max(leastCells.usual, room - taken)),
  }));
  return narrowed(shared, room, leastCells.usual);
}

function shareOf({ cells }: PlacedColumn, room: number): number {
  return Math.min(cells, Math.floor(room / 2));
}

/** The widest column gives first. */
function narrowed<Column extends PlacedColumn>(
  columns: readonly Column[],
  room: number,
  least: number,
): Column[] {
  const cells = columns.map((column) => column.cells);
  let excess = totalCells(columns) - room;
  while (excess > 0) {
    const widest = Math.max(...cells);
    if (widest <= least) break;
    const second = Math.max(least, ...cells.filter((one) => one < widest));
    const givers = cells.flatMap((one, index) => (one === widest ? [index] : []));
    const each = Math.min(widest - second, Math.ceil(excess / givers.length)) || 1;
    for (const index of givers) {
      const given = Math.min(each, excess);
      cells[index] = widest - given;
      excess -= given;
    }
  }
  return columns.map((column, index) => ({ ...column, cells: cells[index]! }));
}
