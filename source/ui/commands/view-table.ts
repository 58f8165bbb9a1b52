import { keyOf } from '../bindings/key-of.ts';
import { parsePattern } from '../logs/pattern.ts';
import { arrangeRows, selectedPlace } from '../views/arrange-rows.ts';
import { tableRoom } from '../views/table.tsx';
import { filterTable, moveSelection } from '../views/table-moves.ts';
import type { TableState } from '../views/table-state.ts';
import type { ViewContent } from '../views/view.ts';
import type { Handler } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { onlyMatch, say, shown } from './say.ts';
import { changeTop, topView } from './views.ts';

/** The handler of a command that changes how the uppermost table is looked at. */
export function changeTable(change: (state: TableState, content: ViewContent) => TableState): Handler {
  return (context) =>
    changeTop(context, (top) => ({ ...top, table: change(top.table, top.view.snapshot()) }));
}

/** Moves the selection; `rows` tells how far, from the number of rows in view. */
export function moveInTable(rows: (page: number) => number): Handler {
  return (context, argument) => {
    const room = { columns: context.tableColumns(), rows: tableRoom(context.viewRoom().rows) };
    changeTable((state, content) => moveSelection(state, content, rows(room.rows), room))(context, argument);
  };
}

/** Filters the uppermost table by a regular expression; an empty one shows all rows. */
export function filterRows(context: KeyContext, source: string): void {
  const pattern = source === '' ? undefined : parsePattern(source);
  if (pattern !== undefined && 'problem' in pattern) say(context, `\`${shown(source)}\`: ${pattern.problem}`);
  else changeTop(context, (top) => ({ ...top, table: filterTable(top.table, pattern) }));
}

/** To the next row that passes the filter, or the one before, round the ends of the table. */
export function jumpInTable(by: 1 | -1): Handler {
  return (context, argument) => {
    const top = topView(context);
    if (top === undefined) return;
    const { filter } = top.table;
    if (filter === undefined) {
      say(context, `Filter with ${keyOf('filter', context.ui.get().bindings, 'view')} first.`);
      return;
    }
    const rows = arrangeRows(top.view.snapshot(), top.table, context.tableColumns());
    if (rows.length === 0) say(context, `\`${shown(filter.source)}\` is in no row.`);
    else if (rows.length === 1) say(context, onlyMatch);
    else {
      const place = selectedPlace(rows, top.table);
      const next = (place + by + rows.length) % rows.length;
      moveInTable(() => next - place)(context, argument);
    }
  };
}
