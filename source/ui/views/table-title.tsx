import type { ReactElement } from 'react';
import { joinSafe, safe, trusted } from '../../text/safe-text.ts';
import { tookTooLong } from '../logs/time-box.ts';
import { cutText } from '../text/cut.ts';
import { cellsOf, Text } from '../text/text.tsx';
import { arrangeRows } from './arrange-rows.ts';
import type { TableState } from './table-state.ts';
import type { View, ViewContent } from './view.ts';

/**
 * Its name, how many rows there are and how they were chosen, and the command line that prints the same. `columns` are the cells of the
 * title, `room` those of the table.
 */
export function tableTitle(
  view: View,
  content: ViewContent,
  state: TableState,
  columns: number,
  room: number,
): ReactElement {
  const name = <Text bold>{safe`${view.title}`}</Text>;
  const count = countOf(content, state, room);
  const problem = content.problem === undefined ? undefined : safe`  ✘ ${content.problem}`;
  const left = columns - cellsOf([name, count, ...(problem === undefined ? [] : [problem])]) - 2;
  return (
    <Text>
      {name}
      {count}
      <Text colour="red">{problem}</Text>
      {left > leastCommand ? joinSafe([trusted('  '), cutText(`$ ${view.command}`, left)]) : undefined}
    </Text>
  );
}

/** A shorter piece of a command says nothing. */
const leastCommand = 8;

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
