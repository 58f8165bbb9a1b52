import type { ReactElement } from 'react';
import { joinSafe, safe, trusted } from '../../text/safe-text.ts';
import { matchedText } from '../files/matched-text.tsx';
import { cutText } from '../text/cut.ts';
import { rowsOf } from '../text/rows.tsx';
import { cellsOf, Row, Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import { commandCells } from './command-rows.tsx';
import { detailLines } from './detail-lines.ts';
import type { DetailState } from './detail-state.ts';
import { titleCells } from './table-title.tsx';
import type { Detail, DetailContent } from './view.ts';

interface Room {
  readonly columns: number;
  readonly rows: number;
}

/** The lines in view, with what matches the search. */
export function detailRows(content: DetailContent, state: DetailState, room: Room): ReactElement[] {
  if (content.loaded && content.lines.length === 0 && content.problem === undefined)
    return rowsOf(wrapWords('It printed nothing.', room.columns));
  return detailLines(content, state, room).flatMap(({ number, rows }) =>
    rows.map((text, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a piece of a line has no identity but its place
      <Row key={`${number}.${at}`}>{matchedText(text, state.pattern)}</Row>
    )),
  );
}

/** The command line that prints the text, or its name where there is no room for that, and which lines are in view. */
export function detailTitle(
  detail: Detail,
  content: DetailContent,
  state: DetailState,
  room: Room,
): ReactElement {
  const where = whereOf(detail, content, state, room);
  const problem = problemOf(content);
  const left = titleCells(room.columns) - cellsOf([where, problem]);
  const name = detailTakesRows(detail, content, room.columns) ? detail.title : `$ ${detail.command}`;
  return (
    <Text>
      <Text bold>{cutText(name, left)}</Text>
      {where}
      <Text colour="red">{problem}</Text>
    </Text>
  );
}

/** What the place in a text takes at most: `  9876 to 9900 of 10000  follows`. It changes while one scrolls, and the command stays where it is. */
const placeCells = 34;

/** Whether the title has no room for the whole command line. */
export function detailTakesRows(detail: Detail, content: DetailContent, columns: number): boolean {
  const others = placeCells + cellsOf(problemOf(content));
  return commandCells(detail.command) + others > titleCells(columns);
}

const problemOf = ({ problem }: DetailContent) =>
  problem === undefined ? trusted('') : safe`  ✘ ${problem}`;

function whereOf(detail: Detail, content: DetailContent, state: DetailState, room: Room) {
  const { lines, loaded, dropped } = content;
  if (!loaded) return content.problem === undefined ? trusted('  …') : trusted('');
  if (lines.length === 0) return trusted('  empty');
  const shown = detailLines(content, state, room);
  const [first, last] = [shown[0]?.number ?? 0, shown.at(-1)?.number ?? 0];
  const follows = detail.follows
    ? state.top === undefined
      ? trusted('  follows')
      : trusted('  paused')
    : trusted('');
  return joinSafe([safe`  ${first + 1} to ${last + 1} of ${dropped + lines.length}`, follows]);
}
