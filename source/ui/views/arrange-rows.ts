import { matchesPattern, type Pattern } from '../logs/pattern.ts';
import { withinTimeBox } from '../logs/time-box.ts';
import { compareKeys, isAgeColumn, sortKey } from './compare-cells.ts';
import type { TableSort, TableState } from './table-state.ts';
import { mostRows, type ViewContent, type ViewRow } from './view.ts';

interface Arranged {
  readonly sort: TableSort | undefined;
  readonly filter: Pattern | undefined;
  readonly rows: readonly ViewRow[];
}

/** The last arrangement of each content: keys and drawing ask for the same one. */
const arranged = new WeakMap<ViewContent, Arranged>();

/** The rows that pass the filter, in the order that was asked for. */
export function arrangeRows(
  content: ViewContent,
  { sort, filter }: Pick<TableState, 'sort' | 'filter'>,
): readonly ViewRow[] {
  const known = arranged.get(content);
  if (known !== undefined && known.sort === sort && known.filter === filter) return known.rows;
  const rows = sorted(content, filtered(content.rows.slice(0, mostRows), filter), sort);
  arranged.set(content, { sort, filter, rows });
  return rows;
}

function filtered(rows: readonly ViewRow[], filter: Pattern | undefined): readonly ViewRow[] {
  if (filter === undefined) return rows;
  const search = (): readonly ViewRow[] =>
    rows.filter(({ cells }, number) =>
      matchesPattern(filter, { number, pod: '', at: 0, text: cells.join(' '), kind: 'line' }),
    );
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
