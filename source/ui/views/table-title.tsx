import type { ReactElement } from 'react';
import { safe, trusted } from '../../text/safe-text.ts';
import { tookTooLong } from '../logs/time-box.ts';
import { cellsOf, Text } from '../text/text.tsx';
import { arrangeRows } from './arrange-rows.ts';
import { commandCells } from './command-rows.tsx';
import type { TableState } from './table-state.ts';
import type { View, ViewContent } from './view.ts';

/** The cells of a title over a page of so many columns. */
export const titleCells = (columns: number): number => columns - 3;

/** Its name, how many rows there are and how they were chosen, and the command line that prints the same, if there is room for all of it. */
export function tableTitle(
  view: View,
  content: ViewContent,
  state: TableState,
  columns: number,
): ReactElement {
  const words = wordsOf(view, content, state, columns);
  return (
    <Text>
      {words}
      {tableTakesRows(view, content, state, columns) ? undefined : safe`  $ ${view.command}`}
    </Text>
  );
}

/** Whether the title has no room for the whole command line. */
export function tableTakesRows(
  view: View,
  content: ViewContent,
  state: TableState,
  columns: number,
): boolean {
  const words = cellsOf(wordsOf(view, content, state, columns));
  return words + 2 + commandCells(view.command) > titleCells(columns);
}

function wordsOf(view: View, content: ViewContent, state: TableState, columns: number): ReactElement {
  const problem = content.problem === undefined ? undefined : safe`  ✘ ${content.problem}`;
  return (
    <Text>
      <Text bold>{safe`${view.title}`}</Text>
      {countOf(content, state, columns)}
      <Text colour="red">{problem}</Text>
    </Text>
  );
}

function countOf(content: ViewContent, state: TableState, room: number) {
  const { rows, note, loaded } = content;
  if (!loaded) return content.problem === undefined ? trusted('  …') : trusted('');
  const shown = arrangeRows(content, state, room).length;
  const count = shown === rows.length ? `${shown}` : `${shown} of ${rows.length}`;
  const filter =
    state.filter === undefined
      ? ''
      : `  /${state.filter.source}/${tookTooLong(state.filter) ? ' took too long' : ''}`;
  return safe`  ${count}${note === undefined ? '' : `  ${note}`}${filter}`;
}
