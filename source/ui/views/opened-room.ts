import type { ReactElement } from 'react';
import { commandRows } from './command-rows.tsx';
import { detailTakesRows } from './detail.tsx';
import type { OpenView } from './open-view.ts';
import { tableTakesRows } from './table-title.tsx';

interface Room {
  readonly columns: number;
  readonly rows: number;
}

/** The rows of the command line of what is open: none where its title has room for the whole of it. */
export function openedCommand({ view, table, detail }: OpenView, room: Room): ReactElement[] {
  if (detail !== undefined)
    return detailTakesRows(detail.detail, detail.detail.snapshot(), room.columns)
      ? commandRows(detail.detail.command, room)
      : [];
  return tableTakesRows(view, view.snapshot(), table, room.columns) ? commandRows(view.command, room) : [];
}

/** The room that is left for the table or the text. */
export function openedRoom(opened: OpenView | undefined, room: Room): Room {
  if (opened === undefined) return room;
  return { ...room, rows: Math.max(0, room.rows - openedCommand(opened, room).length) };
}
