import { matchesPattern, type Pattern } from '../logs/pattern.ts';
import { withinTimeBox } from '../logs/time-box.ts';
import { compareKeys, isAgeColumn, sortKey } from './compare-cells.ts';
import { markCells, shownCells } from './fit-columns.ts';
import type { TableSort, TableState } from './table-state.ts';
import { mostRows, type ViewContent, type ViewRow } from './view.ts';

interface Arranged {
  readonly sort: TableSort | undefined;
  readonly filter: Pattern | undefined;
  /** The cells that the filter looks at. */
  readonly searched: string;
  readonly rows: readonly ViewRow[];
}

/** The last arrangement of each content: keys and drawing ask for the same one. */
const arranged = new WeakMap<ViewContent, Arranged>();

/**
 * The rows that pass the filter, in the order that was asked for. In a table of so many cells, the filter looks at the columns that are
 * shown: a match in any other would be a row that is there for no visible reason.
 */
export function arrangeRows(
  content: ViewContent,
  { sort, filter, wide }: Pick<TableState, 'sort' | 'filter' | 'wide'>,
  columns: number,
): readonly ViewRow[] {
  const shown = filter === undefined ? [] : shownCells(content, { wide }, columns - markCells);
  const searched = shown.join();
  const known = arranged.get(content);
  if (known !== undefined && known.sort === sort && known.filter === filter && known.searched === searched)
    return known.rows;
  const rows = sorted(content, filtered(content.rows.slice(0, mostRows), filter, shown), sort);
  arranged.set(content, { sort, filter, searched, rows });
  return rows;
}

function filtered(
  rows: readonly ViewRow[],
  filter: Pattern | undefined,
  shown: readonly number[],
): readonly ViewRow[] {
  if (filter === undefined) return rows;
  const textOf = (cells: readonly string[]): string => shown.map((index) => cells[index] ?? '').join(' ');
  const search = (): readonly ViewRow[] => rows.filter(({ cells }) => matchesPattern(filter, textOf(cells)));
  // The title says so.
  return withinTimeBox(filter, search, () => rows);
}

function sorted(
  { columns }: ViewContent,
  rows: readonly ViewRow[],
  sort: TableSort | undefined,
): readonly ViewRow[] {
  const at = sort === undefined ? -1 : columns.findIndex(({ name }) => name === sort.column);
  if (sort === undefined || at < 0) return rows;
  const age = isAgeColumn(rows.map(({ cells }) => cells[at] ?? ''));
  const sign = sort.descending ? -1 : 1;
  return rows
    .map((row) => ({ row, key: sortKey(row.cells[at] ?? '', age) }))
    .sort((one, other) => {
      // What has no value stays at the end, whichever way round.
      if (one.key === undefined || other.key === undefined) return compareKeys(one.key, other.key);
      return sign * compareKeys(one.key, other.key);
    })
    .map(({ row }) => row);
}

/** The place of the selected row; of one that is gone, that of the row which took its place. */
export function selectedPlace(rows: readonly ViewRow[], { selected, place }: TableState): number {
  const found = selected === undefined ? -1 : rows.findIndex(({ id }) => id === selected);
  return found >= 0 ? found : Math.max(0, Math.min(rows.length - 1, selected === undefined ? 0 : place));
}

/** The first row in view: as it was, unless the selection would be out of view. */
export function topInView(count: number, top: number, place: number, room: number): number {
  const fitting = Math.max(0, Math.min(top, count - room));
  if (place < fitting) return place;
  return place >= fitting + room ? place - room + 1 : fitting;
}
