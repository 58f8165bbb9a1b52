import type { ReactElement } from 'react';
import { joinSafe, safe, trusted } from '../../text/safe-text.ts';
import { matchedText } from '../files/matched-text.tsx';
import { cutText } from '../text/cut.ts';
import { cellsOf, Row, Text } from '../text/text.tsx';
import { detailLines } from './detail-lines.ts';
import type { DetailState } from './detail-state.ts';
import type { Detail, DetailContent } from './view.ts';

interface Room {
  readonly columns: number;
  readonly rows: number;
}

/** The lines in view, with what matches the search. */
export function detailRows(content: DetailContent, state: DetailState, room: Room): ReactElement[] {
  return detailLines(content, state, room).flatMap(({ number, rows }) =>
    rows.map((text, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a piece of a line has no identity but its place
      <Row key={`${number}.${at}`}>{matchedText(text, state.pattern)}</Row>
    )),
  );
}

/** The command line that prints the text, and which lines are in view. */
export function detailTitle(
  detail: Detail,
  content: DetailContent,
  state: DetailState,
  columns: number,
  room: Room,
): ReactElement {
  const where = whereOf(detail, content, state, room);
  const problem = content.problem === undefined ? undefined : safe`  ✘ ${content.problem}`;
  const left = columns - cellsOf([where, ...(problem === undefined ? [] : [problem])]);
  return (
    <Text>
      <Text bold>{cutText(`$ ${detail.command}`, left)}</Text>
      {where}
      <Text colour="red">{problem}</Text>
    </Text>
  );
}

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
