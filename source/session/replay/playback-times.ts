import type { JournalEvent } from '../../journal/events.ts';

const longestIdleMs = 3_000;

export interface PlaybackTimes {
  /** When each event is played, ms from the start. */
  readonly offsets: readonly number[];
  readonly totalMs: number;
}

/** Shortens idle time, and drops the time between two runs of the session. */
export function playbackTimes(events: readonly JournalEvent[]): PlaybackTimes {
  let at = 0;
  let last: number | undefined;
  const offsets = events.map((event) => {
    if (event.type === 'session-started') last = undefined;
    if (last !== undefined) at += Math.min(longestIdleMs, Math.max(0, event.ms - last));
    last = event.ms;
    return at;
  });
  return { offsets, totalMs: at };
}
