import { cellText } from '../../cluster/kubectl/output/table.ts';
import type { SeenTable } from '../../cluster/kubernetes/watch-table.ts';
import { humanDuration } from '../../kubernetes-values/age.ts';
import type { ViewRow } from '../../ui/views/view.ts';
import { emphasisOf } from './emphasis.ts';

type TableRow = SeenTable['rows'][number];

/** How the columns of a table are read. */
export interface ReadColumns {
  /** In capitals, without that of the namespace. */
  readonly names: readonly string[];
  readonly withNamespace: boolean;
  /** What was created last comes first, as far as that is known; else the order is that of the server. */
  readonly newestFirst: boolean;
}

interface Made {
  readonly seen: TableRow;
  /** ms since the epoch; NaN without one. */
  readonly createdAt: number;
  readonly age: string;
  readonly row: ViewRow;
}

/**
 * Makes the rows of a view from those of a table that changes. A row that says what it said before is the same object: what was made of it
 * for the screen, its widths and what it is sorted by, is not made again. Of thousands of rows, an event then costs one.
 */
export class SeenRows {
  #made = new Map<string, Made>();
  #columns: ReadColumns = { names: [], withNamespace: false, newestFirst: false };

  /** `now` is in ms since the epoch. */
  rows(seen: readonly TableRow[], columns: ReadColumns, now: number): readonly ViewRow[] {
    if (!isSame(columns, this.#columns)) this.#made.clear();
    this.#columns = columns;
    const agedAt = columns.names.indexOf('AGE');
    const made = new Map<string, Made>();
    for (const row of seen) {
      const id = `${row.namespace}/${row.name}`;
      made.set(id, this.#row(id, row, columns, agedAt, now));
    }
    this.#made = made;
    const all = [...made.values()];
    if (columns.newestFirst) all.sort((one, other) => other.createdAt - one.createdAt || 0);
    return all.map(({ row }) => row);
  }

  #row(id: string, seen: TableRow, { names, withNamespace }: ReadColumns, agedAt: number, now: number): Made {
    const before = this.#made.get(id);
    const createdAt =
      before?.seen.createdAt === seen.createdAt ? before.createdAt : Date.parse(seen.createdAt);
    // What the server printed is as old as its list.
    const age = agedAt < 0 || Number.isNaN(createdAt) ? '' : humanDuration(now - createdAt);
    if (before !== undefined && before.age === age && saysSame(before.seen, seen)) {
      return before.seen === seen ? before : { ...before, seen };
    }
    const cells = names.map((_, index) =>
      index === agedAt && age !== '' ? age : cellText(seen.cells[index]),
    );
    const emphasis = emphasisOf(names, cells);
    const row: ViewRow = {
      id,
      cells: withNamespace ? [seen.namespace, ...cells] : cells,
      ...(emphasis === undefined ? {} : { emphasis }),
    };
    return { seen, createdAt, age, row };
  }
}

function isSame(one: ReadColumns, other: ReadColumns): boolean {
  return one.withNamespace === other.withNamespace && one.names.join('\t') === other.names.join('\t');
}

function saysSame(one: TableRow, other: TableRow): boolean {
  if (one === other) return true;
  return (
    one.createdAt === other.createdAt &&
    one.cells.length === other.cells.length &&
    one.cells.every((cell, index) => cell === other.cells[index])
  );
}
