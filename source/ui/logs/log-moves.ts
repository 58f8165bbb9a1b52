import type { LogRing } from '../../session/view.ts';
import { chosenNumbers } from './chosen-numbers.ts';
import { holdLines } from './held-lines.ts';
import type { LogPaneState } from './log-pane-state.ts';
import { lowerBound } from './match-index.ts';
import type { Pattern } from './pattern.ts';

/** Pauses the pane: the lines on the screen stay there. */
export function pauseLog(state: LogPaneState, ring: LogRing, now: number): LogPaneState {
  if (state.held) return state;
  const held = holdLines(ring);
  return { ...state, held, heldAt: now, bottom: held.total };
}

/** Shows the newest lines again, and new ones as they arrive. */
export function followLog(state: LogPaneState): LogPaneState {
  return { ...state, held: undefined, bottom: 0, match: undefined, showing: 'matches' };
}

/** Moves a pane by lines that are in view (matching ones under a filter, late ones under a time range), up for a negative count. Pauses it. */
export function scrollLog(
  state: LogPaneState,
  ring: LogRing,
  by: number,
  pageRows: number,
  now: number,
): LogPaneState {
  if (!state.held && by >= 0) return state;
  const paused = pauseLog(state, ring, now);
  const held = paused.held!;
  const numbers = chosenNumbers(held, paused, now).inView;
  if (numbers) {
    const index = lowerBound(numbers, paused.bottom) + by;
    const clamped = Math.max(Math.min(pageRows, numbers.length), Math.min(numbers.length, index));
    return { ...paused, bottom: clamped === 0 ? held.total : numbers[clamped - 1]! + 1 };
  }
  const first = held.total - held.length;
  const lowest = Math.min(held.total, first + pageRows);
  return { ...paused, bottom: Math.max(lowest, Math.min(held.total, paused.bottom + by)) };
}

/** Filters by a pattern; without one, shows everything again. A paused pane stays paused. */
export function filterLog(state: LogPaneState, pattern: Pattern | undefined): LogPaneState {
  return { ...state, pattern, showing: 'matches', match: undefined };
}

/** Shows only the lines of a time range; without one, all. A paused pane stays paused. */
export function limitLog(state: LogPaneState, since: number | undefined): LogPaneState {
  return { ...state, since };
}

/**
 * Goes to the next newer (`+1`) or older (`-1`) match and shows it among its neighbours, in the middle of the pane. The
 * first jump goes to the newest match in view.
 */
export function jumpToMatch(
  state: LogPaneState,
  ring: LogRing,
  step: 1 | -1,
  pageRows: number,
  now: number,
): LogPaneState {
  if (!state.pattern) return state;
  const paused = pauseLog(state, ring, now);
  const held = paused.held!;
  const numbers = chosenNumbers(held, paused, now).matches ?? [];
  if (numbers.length === 0) return state;
  const current = state.match === undefined ? undefined : lowerBound(numbers, state.match);
  const wanted = current === undefined ? lowerBound(numbers, paused.bottom) - 1 : current + step;
  const match = numbers[Math.max(0, Math.min(numbers.length - 1, wanted))]!;
  const first = held.total - held.length;
  const centred = match + 1 + Math.floor(pageRows / 2);
  const bottom = Math.min(held.total, Math.max(centred, first + pageRows));
  return { ...paused, showing: 'context', match, bottom };
}

const mostMarks = 100;

/** Draws a rule below the newest line. */
export function markLog(state: LogPaneState, ring: LogRing, at: number): LogPaneState {
  return { ...state, marks: [...state.marks, { number: ring.total, at }].slice(-mostMarks) };
}
