import { textWidth } from '../../text/width.ts';
import { cleanText } from '../text/cut.ts';
import { columnGap, lacksRoom, type PlacedColumn, shareRoom, totalCells } from './share-room.ts';
import type { TableState } from './table-state.ts';
import type { ViewContent, ViewRow } from './view.ts';

/** Cells of the mark before the selected row. */
export const markCells = 2;
/** No more of a cell is measured. */
const mostCells = 400;

const measured = new WeakMap<ViewContent, readonly number[]>();

/** What each column needs for its widest cell, its name with the mark of the order included. */
function neededCells(content: ViewContent): readonly number[] {
  const known = measured.get(content);
  if (known !== undefined) return known;
  const widths = content.columns.map(({ name }) => textWidth(name) + 1);
  for (const row of content.rows)
    for (const [index, cells] of cellsOfRow(row).entries())
      if (cells > (widths[index] ?? cells)) widths[index] = cells;
  measured.set(content, widths);
  return widths;
}

/** Rows that stay the same are measured once. */
const measuredRows = new WeakMap<ViewRow, readonly number[]>();
const plainAscii = /^[ -~]*$/;

function cellsOfRow(row: ViewRow): readonly number[] {
  const known = measuredRows.get(row);
  if (known !== undefined) return known;
  const widths = row.cells.map((cell) => {
    const text = cell.length > mostCells ? cell.slice(0, mostCells) : cell;
    return plainAscii.test(text) ? text.length : textWidth(cleanText(text));
  });
  measuredRows.set(row, widths);
  return widths;
}

type Width = Pick<TableState, 'wide' | 'shift'>;

/** The columns that are drawn in so many cells: those that matter, and as many of the others as have room. */
export function fitColumns(content: ViewContent, { wide, shift }: Width, room: number): PlacedColumn[] {
  const all = allColumns(content);
  if (wide) return inRoom([...all.slice(0, 1), ...all.slice(1 + shift)], room);
  return inRoom(shareRoom(withRoom(content, all, room), room), room);
}

/** Which cells of a row a table of so many cells shows; in full width all, however far it is shifted. */
export function shownCells(content: ViewContent, { wide }: Pick<Width, 'wide'>, room: number): number[] {
  const all = allColumns(content);
  return (wide ? all : withRoom(content, all, room)).map(({ index }) => index);
}

interface NeededColumn extends PlacedColumn {
  readonly extra: boolean;
  readonly main: boolean;
  readonly yields: boolean;
}

function allColumns(content: ViewContent): NeededColumn[] {
  const needed = neededCells(content);
  return content.columns.map(
    ({ name, align, keepsEnd, extra, main, yields }, index): NeededColumn => ({
      index,
      name,
      align: align ?? 'left',
      keepsEnd: keepsEnd === true,
      cells: needed[index] ?? 0,
      extra: extra === true,
      main: main === true,
      yields: yields === true,
    }),
  );
}

/** The columns that are shown, in full width: they may lack room still. */
function withRoom(content: ViewContent, all: readonly NeededColumn[], room: number): NeededColumn[] {
  const shown = new Set(all.filter(({ extra }) => !extra));
  for (const column of all)
    if (column.extra && totalCells([...shown, column]) <= room) shown.add(column);
    else if (column.extra) break;
  for (const column of all)
    if (totalCells([...shown]) > room && isUnset(content, column)) shown.delete(column);
  for (const column of all) if (column.yields && lacksRoom([...shown], room)) shown.delete(column);
  return all.filter((column) => shown.has(column));
}

/** No row has a value in it. */
function isUnset({ rows }: ViewContent, { index }: NeededColumn): boolean {
  return rows.length > 0 && rows.every(({ cells }) => cells[index] === '<unset>');
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
