import { arrangeRows, selectedPlace } from '../views/arrange-rows.ts';
import { detailLines } from '../views/detail-lines.ts';
import type { OpenDetail, OpenView } from '../views/open-view.ts';

/** A row is read without the columns that are shown where there is room: there is none for them. */
export const readColumns = 0;
/** As much of a text as is read aloud at once. */
const textRoom = { columns: 200, rows: 10 } as const;

/** What the uppermost view, and the text that is open in it, had to say when they were announced last. */
export interface HeardViews {
  readonly top: OpenView | undefined;
  /** Whether its rows, or the text, had come. */
  readonly loaded: boolean;
}

/** Whether there is something to read aloud yet. */
export function isLoaded(top: OpenView | undefined): boolean {
  if (top === undefined) return false;
  return top.detail === undefined ? top.view.snapshot().loaded : top.detail.detail.snapshot().loaded;
}

/** What has changed about the views: which one is open, which row is selected, which lines are in view. */
export function viewChanges(before: HeardViews | undefined, { top, loaded }: HeardViews): string[] {
  if (top === undefined) return before?.top === undefined ? [] : ['Back at the steps.'];
  if (!loaded) return [];
  const isNew = before?.top?.view !== top.view || !before.loaded;
  if (top.detail !== undefined) {
    const isSameText = before?.top?.detail?.detail === top.detail.detail && before.loaded;
    return isSameText && before.top?.detail === top.detail ? [] : describeText(top.detail, !isSameText);
  }
  if (isNew || before.top?.detail !== undefined) return describeTable(top);
  return before.top?.table === top.table ? [] : describeRow(top);
}

function describeTable(top: OpenView): string[] {
  const { view, table } = top;
  const count = arrangeRows(view.snapshot(), table, readColumns).length;
  return [`${view.command}: ${count === 1 ? 'one row' : `${count} rows`}.`, ...describeRow(top)];
}

/** The selected row, with the name of each column before its cell. */
function describeRow({ view, table }: OpenView): string[] {
  const content = view.snapshot();
  const rows = arrangeRows(content, table, readColumns);
  const place = selectedPlace(rows, table);
  const row = rows[place];
  if (row === undefined) return ['No rows.'];
  const cells = content.columns
    .map(({ name, extra }, index) => (extra && !table.wide ? '' : `${name} ${row.cells[index] ?? ''}`))
    .filter((cell) => cell !== '');
  return [`${place + 1} of ${rows.length}: ${cells.join(', ')}`];
}

function describeText({ detail, state }: OpenDetail, isNew: boolean): string[] {
  const content = detail.snapshot();
  const shown = detailLines(content, state, textRoom).flatMap(({ rows }) => rows);
  const first = `${detail.command}: ${content.lines.length} lines.`;
  return [...(isNew ? [first] : []), ...shown];
}
