import type { Pattern } from '../logs/pattern.ts';
import { arrangeRows, selectedPlace, topInView } from './arrange-rows.ts';
import type { TableState } from './table-state.ts';
import type { ViewColumn, ViewContent, ViewRow } from './view.ts';

/** The row that actions work on; undefined where there is none. */
export function selectedRow(content: ViewContent, state: TableState, columns: number): ViewRow | undefined {
  const rows = arrangeRows(content, state, columns);
  return rows[selectedPlace(rows, state)];
}

/** Moves the selection by so many rows; `room` tells how many are in view. */
export function moveSelection(
  state: TableState,
  content: ViewContent,
  by: number,
  room: { readonly columns: number; readonly rows: number },
): TableState {
  const rows = arrangeRows(content, state, room.columns);
  const place = Math.max(0, Math.min(rows.length - 1, selectedPlace(rows, state) + by));
  return {
    ...state,
    selected: content.growsAtTop && place === 0 ? undefined : rows[place]?.id,
    place,
    top: topInView(rows.length, state.top, place, room.rows),
  };
}

/** The selection stays on its row where that passes the filter. */
export function filterTable(state: TableState, filter: Pattern | undefined): TableState {
  return { ...state, filter, top: 0 };
}

/** Sorts by the next column, or the one before; beyond the last one, the rows are in the order of their source. */
export function sortBy(state: TableState, columns: readonly ViewColumn[], by: 1 | -1): TableState {
  const names = [undefined, ...columns.map(({ name }) => name)];
  const at = Math.max(0, names.indexOf(state.sort?.column));
  const column = names[(at + by + names.length) % names.length];
  return { ...state, sort: column === undefined ? undefined : { column, descending: false } };
}

/** Turns the order round; without one, sorts by the first column, the last one first. */
export function turnOrder(state: TableState, columns: readonly ViewColumn[]): TableState {
  const column = state.sort?.column ?? columns[0]?.name;
  if (column === undefined) return state;
  return { ...state, sort: { column, descending: state.sort === undefined || !state.sort.descending } };
}

export function widenTable(state: TableState): TableState {
  return { ...state, wide: !state.wide, shift: 0 };
}

/** Shows the columns further to the right, or left: in their full width, or there would be nothing to shift. */
export function shiftColumns(state: TableState, columns: readonly ViewColumn[], by: 1 | -1): TableState {
  const shift = Math.max(0, Math.min(columns.length - 2, (state.wide ? state.shift : 0) + by));
  return { ...state, wide: state.wide || by > 0, shift };
}
