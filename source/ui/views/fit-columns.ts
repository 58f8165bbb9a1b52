import { textWidth } from '../../text/width.ts';
import { cleanText } from '../text/cut.ts';
import type { TableState } from './table-state.ts';
import type { ViewContent } from './view.ts';

/** A column as it is drawn. */
export interface PlacedColumn {
  /** Which cell of a row it shows. */
  readonly index: number;
  readonly name: string;
  readonly cells: number;
  readonly align: 'left' | 'right';
}

export const columnGap = 2;
/** A column that is made narrower keeps as many cells. */
const leastCells = 6;
/** No more of a cell is measured. */
const mostCells = 400;

const measured = new WeakMap<ViewContent, readonly number[]>();

/** What each column needs for its widest cell, its name with the mark of the order included. */
function neededCells(content: ViewContent): readonly number[] {
  const known = measured.get(content);
  if (known !== undefined) return known;
  const widths = content.columns.map(({ name }) => textWidth(name) + 1);
  for (const { cells } of content.rows)
    widths.forEach((width, index) => {
      const cell = cells[index] ?? '';
      if (cell.length > width / 2)
        widths[index] = Math.max(width, textWidth(cleanText(cell.slice(0, mostCells))));
    });
  measured.set(content, widths);
  return widths;
}

/** The columns that are drawn in so many cells: those that matter, and as many of the others as have room. */
export function fitColumns(
  content: ViewContent,
  { wide, shift }: Pick<TableState, 'wide' | 'shift'>,
  room: number,
): PlacedColumn[] {
  const needed = neededCells(content);
  const all = content.columns.map(
    ({ name, align, extra }, index): PlacedColumn & { readonly extra: boolean } => ({
      index,
      name,
      align: align ?? 'left',
      cells: needed[index] ?? 0,
      extra: extra === true,
    }),
  );
  if (wide) return inRoom([...all.slice(0, 1), ...all.slice(1 + shift)], room);
  const shown = new Set(all.filter(({ extra }) => !extra));
  for (const column of all)
    if (column.extra && totalCells([...shown, column]) <= room) shown.add(column);
    else if (column.extra) break;
  return inRoom(
    narrowed(
      all.filter((column) => shown.has(column)),
      room,
    ),
    room,
  );
}

function totalCells(columns: readonly { readonly cells: number }[]): number {
  return columns.reduce((sum, { cells }) => sum + cells + columnGap, -columnGap);
}

/** The widest column gives first. */
function narrowed(columns: readonly PlacedColumn[], room: number): PlacedColumn[] {
  const cells = columns.map((column) => column.cells);
  let excess = totalCells(columns) - room;
  while (excess > 0) {
    const widest = Math.max(...cells);
    if (widest <= leastCells) break;
    const second = Math.max(leastCells, ...cells.filter((one) => one < widest));
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

/** Those that begin within the room, the last one cut at its edge. */
function inRoom(columns: readonly PlacedColumn[], room: number): PlacedColumn[] {
  const shown: PlacedColumn[] = [];
  let left = room;
  for (const column of columns) {
    if (left < Math.min(column.cells, 2)) break;
    shown.push({ ...column, cells: Math.min(column.cells, left) });
    left -= column.cells + columnGap;
  }
  return shown;
}
