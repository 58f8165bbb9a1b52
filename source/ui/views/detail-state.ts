import type { Pattern } from '../logs/pattern.ts';

/** How a detail is looked at. */
export interface DetailState {
  /** The first line in view; undefined: the end, where a text that grows is followed. Counts the lines that were dropped as well. */
  readonly top: number | undefined;
  readonly wrap: boolean;
  readonly pattern: Pattern | undefined;
}

export const freshDetail = (atEnd: boolean): DetailState => ({
  top: atEnd ? undefined : 0,
  wrap: true,
  pattern: undefined,
});
