import { parsePattern } from '../logs/pattern.ts';
import { tableRoom } from '../views/table.tsx';
import { filterTable, moveSelection } from '../views/table-moves.ts';
import type { TableState } from '../views/table-state.ts';
import type { ViewContent } from '../views/view.ts';
import type { Handler } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { say, shown } from './say.ts';
import { changeTop } from './views.ts';

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
