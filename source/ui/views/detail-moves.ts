import { nextMatch } from '../files/next-match.ts';
import type { Pattern } from '../logs/pattern.ts';
import { detailLines, lastTop, topOf } from './detail-lines.ts';
import type { DetailState } from './detail-state.ts';
import type { DetailContent } from './view.ts';

interface Room {
  readonly columns: number;
  readonly rows: number;
}

/** Scrolls; `lines` tells how far, from the number of lines in view. At the end, a text that grows is followed again. */
export function scrollDetail(
  state: DetailState,
  content: DetailContent,
  room: Room,
  lines: (page: number) => number,
  follows: boolean,
): DetailState {
  const page = Math.max(1, detailLines(content, state, room).length - 1);
  const last = lastTop(content, state, room);
  const top = Math.max(content.dropped, Math.min(last, topOf(content, state, room) + lines(page)));
  return { ...state, top: follows && top >= last ? undefined : top };
}

/** The state with the next match at the top, or the one before; undefined if nothing matches. */
export function jumpInDetail(
  state: DetailState,
  content: DetailContent,
  room: Room,
  pattern: Pattern,
  by: 1 | -1 | 0,
): DetailState | undefined {
  const shown = topOf(content, state, room);
  // A jump to a match near the end went to a line that cannot be at the top: the next one goes on from there.
  const from = (by === 0 ? shown : (state.top ?? shown)) - content.dropped + by;
  const line = nextMatch(content.lines, pattern, by === -1 ? -1 : 1, from);
  return line === undefined ? undefined : { ...state, pattern, top: content.dropped + line };
}
