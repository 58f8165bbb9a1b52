import type { LogRing } from '../../session/view.ts';
import type { Pattern } from './pattern.ts';

/** How one log pane is viewed. The lines themselves are in the ring. */
export interface LogPaneState {
  /** The lines as they were when the pane was paused; undefined while it follows. */
  readonly held: LogRing | undefined;
  /** When it was paused, in ms since the epoch; counts only while it is. */
  readonly heldAt: number;
  /** Paused: the line number just below the last visible line. */
  readonly bottom: number;
  readonly wrap: boolean;
  readonly timestamps: boolean;
  readonly pattern: Pattern | undefined;
  /** How far back lines are shown, in ms; undefined: all that are held. */
  readonly since: number | undefined;
  /** `matches` hides what does not match; `context` shows all and marks the matches. */
  readonly showing: 'matches' | 'context';
  /** The number of the current match. */
  readonly match: number | undefined;
  readonly marks: readonly Mark[];
}

/** The reader's mark, a rule drawn before line `number`. */
export interface Mark {
  readonly number: number;
  readonly at: number;
}

export const followingLogPane: LogPaneState = {
  held: undefined,
  heldAt: 0,
  bottom: 0,
  wrap: false,
  timestamps: false,
  pattern: undefined,
  since: undefined,
  showing: 'matches',
  match: undefined,
  marks: [],
};
