import type { RingLine } from '../../session/view.ts';
import type { Line } from './line.ts';
import { logRow, type RowOptions } from './log-row.ts';
import { wrapLine } from './wrap-line.ts';

interface Wrapped {
  readonly columns: number;
  readonly options: RowOptions;
  readonly rows: Line[];
}

const wrappedLines = new WeakMap<RingLine, Wrapped>();

/** Lines longer than this are worth caching; wrapping a shorter one is faster than a lookup. */
const worthKeeping = 512;

/** A line's rows when wrapped. A very long one is wrapped once, not in every frame. */
export function wrappedRow(entry: RingLine, options: RowOptions, columns: number): Line[] {
  if (entry.text.length < worthKeeping) return wrapLine(logRow(entry, options), columns);
  const known = wrappedLines.get(entry);
  if (known && known.columns === columns && sameOptions(known.options, options)) return known.rows;
  const rows = wrapLine(logRow(entry, options), columns);
  wrappedLines.set(entry, { columns, options, rows });
  return rows;
}

function sameOptions(one: RowOptions, other: RowOptions): boolean {
  return (
    one.timestamps === other.timestamps &&
    one.pattern === other.pattern &&
    one.match === other.match &&
    one.pods === other.pods
  );
}
