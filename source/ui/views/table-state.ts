import type { Pattern } from '../logs/pattern.ts';

/** How a table is looked at. */
export interface TableState {
  /** The id of the selected row, and where it was when it was selected: its place counts once the row is gone. */
  readonly selected: string | undefined;
  readonly place: number;
  /** The first row in view. */
  readonly top: number;
  readonly sort: TableSort | undefined;
  readonly filter: Pattern | undefined;
  /** All columns in their full width; `shift` of them, after the first, are left of the screen. */
  readonly wide: boolean;
  readonly shift: number;
}

export interface TableSort {
  readonly column: string;
  readonly descending: boolean;
}

/** No row is selected by what it is: the first one is, whichever that becomes. */
export const atFirstRow = (state: TableState): TableState => ({
  ...state,
  selected: undefined,
  place: 0,
  top: 0,
});

export const freshTable: TableState = {
  selected: undefined,
  place: 0,
  top: 0,
  sort: undefined,
  filter: undefined,
  wide: false,
  shift: 0,
};
