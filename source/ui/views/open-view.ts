import type { DetailState } from './detail-state.ts';
import type { TableState } from './table-state.ts';
import type { Detail, View } from './view.ts';

/** A view that is open, and how it is looked at. Immutable. */
export interface OpenView {
  readonly view: View;
  readonly table: TableState;
  /** The text that was opened from it. */
  readonly detail: OpenDetail | undefined;
}

export interface OpenDetail {
  readonly detail: Detail;
  readonly state: DetailState;
}

/** Views that are open over each other: `esc` leads back through as many. */
export const mostOpenViews = 12;

export function closeOpened({ view, detail }: OpenView): void {
  detail?.detail.close();
  view.close();
}
