import type { LogRing } from '../../session/view.ts';
import type { LogPaneState } from './log-pane-state.ts';
import { matchingLines } from './match-index.ts';
import { numbersSince, rangeStart } from './time-range.ts';

export interface ChosenNumbers {
  /** The lines that are shown, ascending; undefined: all. */
  readonly inView: readonly number[] | undefined;
  /** Those that match, if there is a pattern; a mark of the session matches none. */
  readonly matches: readonly number[] | undefined;
}

/** The lines that the filter and the time range select. */
export function chosenNumbers(ring: LogRing, state: LogPaneState, now: number): ChosenNumbers {
  const start = rangeStart(state, now);
  const inRange = (numbers: readonly number[]): readonly number[] =>
    start === undefined ? numbers : numbersSince(ring, start, numbers);
  const matching = state.pattern && matchingLines(ring, state.pattern);
  const matches = matching && inRange(matching.found);
  if (matching && state.showing === 'matches') return { inView: inRange(matching.kept), matches };
  return { inView: start === undefined ? undefined : numbersSince(ring, start), matches };
}
