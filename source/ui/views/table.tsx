import type { ReactElement } from 'react';
import { joinSafe, type SafeText, trusted } from '../../text/safe-text.ts';
import { textWidth } from '../../text/width.ts';
import { matchedText } from '../files/matched-text.tsx';
import type { Pattern } from '../logs/pattern.ts';
import { cutStart, cutText } from '../text/cut.ts';
import { inOrder, spaces } from '../text/join.tsx';
import { rowsOf } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import type { Colour } from '../theme/colours.ts';
import { arrangeRows, selectedPlace, topInView } from './arrange-rows.ts';
import { fitColumns, markCells } from './fit-columns.ts';
import { columnGap, type PlacedColumn } from './share-room.ts';
import type { TableState } from './table-state.ts';
import type { ViewContent, ViewRow } from './view.ts';

/** The colour of a row; what is wrong with it is in its cells as well. */
const colours: Readonly<Record<NonNullable<ViewRow['emphasis']>, Colour>> = {
  bad: 'red',
  waiting: 'yellow',
  over: 'blue',
};

/** The keys that an empty table speaks of, as the screen writes them. */
export interface TableKeys {
  readonly wide: string;
  readonly back: string;
}

/** How many rows of a table fit below its header. */
export const tableRoom = (rows: number): number => Math.max(1, rows - 1);

/** The header, and the rows in view. */
export function tableRows(
  content: ViewContent,
  state: TableState,
  { columns, rows }: { readonly columns: number; readonly rows: number },
  keys: TableKeys,
): ReactElement[] {
  if (content.rows.length === 0) return emptyRows(content, columns, rows);
  const placed = fitColumns(content, state, columns - markCells);
  const all = arrangeRows(content, state, columns);
  const place = selectedPlace(all, state);
  const room = tableRoom(rows);
  const top = topInView(all.length, state.top, place, room);
  return [
    <Row key="header" bold>
      {joinSafe([spaces(markCells), header(placed, state)])}
    </Row>,
    ...(all.length === 0 ? rowsOf(wrapWords(unmatched(state, keys), columns)) : []),
    ...all
      .slice(top, top + room)
      .map((row, index) => tableRow(row, placed, top + index === place, columns, state.filter)),
  ];
}

/** Why there is nothing to see: it could not be read, or there is nothing. */
function emptyRows(
  { problem, loaded, empty = 'There are none here.' }: ViewContent,
  columns: number,
  rows: number,
): ReactElement[] {
  if (problem !== undefined) return rowsOf(wrapWords(problem, columns).slice(0, rows), { colour: 'red' });
  return loaded ? rowsOf(wrapWords(empty, columns).slice(0, rows)) : [];
}

function unmatched({ wide }: TableState, keys: TableKeys): string {
  const more = wide ? '' : ` in these columns; ${keys.wide} shows all columns`;
  return `Nothing matches the filter${more}; ${keys.back} shows all rows.`;
}

function header(placed: readonly PlacedColumn[], { sort }: TableState): SafeText {
  const names = placed.map((column) => {
    const mark = sort?.column === column.name ? (sort.descending ? '↓' : '↑') : '';
    return inCells(column.name + mark, column);
  });
  return joined(names);
}

function tableRow(
  { id, cells, emphasis }: ViewRow,
  placed: readonly PlacedColumn[],
  isSelected: boolean,
  columns: number,
  filter: Pattern | undefined,
): ReactElement {
  const text = joined(placed.map((column) => inCells(cells[column.index] ?? '', column)));
  const padding = isSelected ? spaces(columns - markCells - textWidth(text)) : trusted('');
  return inOrder([
    <Text key={id} bold={isSelected}>
      {isSelected ? trusted('▸ ') : trusted('  ')}
    </Text>,
    matchedText(joinSafe([text, padding]), filter, {
      inverse: isSelected,
      bold: isSelected,
      ...(emphasis === undefined ? {} : { colour: colours[emphasis] }),
    }),
  ]);
}

function joined(cells: readonly SafeText[]): SafeText {
  return joinSafe(cells.flatMap((cell, index) => (index === 0 ? [cell] : [spaces(columnGap), cell])));
}

function inCells(text: string, { cells, align, keepsEnd }: PlacedColumn): SafeText {
  const shown = keepsEnd ? cutStart(text, cells) : cutText(text, cells);
  const gap = spaces(cells - textWidth(shown));
  return joinSafe(align === 'right' ? [gap, shown] : [shown, gap]);
}
