import type { LogRing } from '../../session/view.ts';
import type { LogPaneState } from './log-pane-state.ts';
import { matchingNumbers } from './match-index.ts';
import { numbersSince, rangeStart } from './time-range.ts';

export interface ChosenNumbers {
  /** The lines that are shown, ascending; undefined: all. */
  readonly inView: readonly number[] | undefined;
  /** Those that match, if there is a pattern. */
  readonly matches: readonly number[] | undefined;
}

/** The lines that the filter and the time range select. */
export function chosenNumbers(ring: LogRing, state: LogPaneState, now: number): ChosenNumbers {
  const start = rangeStart(state, now);
  const matching = state.pattern ? matchingNumbers(ring, state.pattern) : undefined;
  const matches = matching && start !== undefined ? numbersSince(ring, start, matching) : matching;
  if (matches && state.showing === 'matches') return { inView: matches, matches };
  return { inView: start === undefined ? undefined : numbersSince(ring, start), matches };
}
