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
  readonly keepsEnd: boolean;
}

/** Cells of the mark before the selected row. */
export const markCells = 2;
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

type Width = Pick<TableState, 'wide' | 'shift'>;

/** The columns that are drawn in so many cells: those that matter, and as many of the others as have room. */
export function fitColumns(content: ViewContent, { wide, shift }: Width, room: number): PlacedColumn[] {
  const all = allColumns(content);
  if (wide) return inRoom([...all.slice(0, 1), ...all.slice(1 + shift)], room);
  return inRoom(narrowed(withRoom(all, room), room), room);
}

/** Which cells of a row a table of so many cells shows; in full width all, however far it is shifted. */
export function shownCells(content: ViewContent, { wide }: Pick<Width, 'wide'>, room: number): number[] {
  const all = allColumns(content);
  return (wide ? all : withRoom(all, room)).map(({ index }) => index);
}

interface NeededColumn extends PlacedColumn {
  readonly extra: boolean;
}

function allColumns(content: ViewContent): NeededColumn[] {
  const needed = neededCells(content);
  return content.columns.map(
    ({ name, align, keepsEnd, extra }, index): NeededColumn => ({
      index,
      name,
      align: align ?? 'left',
      keepsEnd: keepsEnd === true,
      cells: needed[index] ?? 0,
      extra: extra === true,
    }),
  );
}

function withRoom(all: readonly NeededColumn[], room: number): NeededColumn[] {
  const shown = new Set(all.filter(({ extra }) => !extra));
  for (const column of all)
    if (column.extra && totalCells([...shown, column]) <= room) shown.add(column);
    else if (column.extra) break;
  return all.filter((column) => shown.has(column));
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
