import type { JournalEvent } from '../../journal/events.ts';

const longestIdleMs = 3_000;

export interface PlaybackTimes {
  /** When each event is played, ms from the start. */
  readonly offsets: readonly number[];
  readonly totalMs: number;
}

/** A sample comes once a second for as long as the topic exists, whether anything happens or not. */
const isTick = ({ type }: JournalEvent): boolean => type === 'counters';

/**
 * Shortens idle time, and drops the time between two runs of the session. A stretch in which nothing but ticks happens is idle: they are
 * all played, closer together.
 */
export function playbackTimes(events: readonly JournalEvent[]): PlaybackTimes {
  const offsets: number[] = [];
  let at = 0;
  /** The event of the last activity, and the ticks since. */
  let last: number | undefined;
  let ticks: number[] = [];
  const endStretch = (until: number): void => {
    const from = last ?? until;
    const took = Math.max(0, until - from);
    const shown = Math.min(longestIdleMs, took);
    const pace = took === 0 ? 0 : shown / took;
    let latest = at;
    for (const ms of ticks) {
      latest = Math.max(latest, Math.min(at + shown, at + (ms - from) * pace));
      offsets.push(latest);
    }
    ticks = [];
    at += shown;
  };
  for (const event of events) {
    const isStart = event.type === 'session-started';
    if (isTick(event)) {
      last ??= event.ms;
      ticks.push(event.ms);
      continue;
    }
    // The next run has another origin of time.
    endStretch(isStart ? (ticks.at(-1) ?? last ?? event.ms) : event.ms);
    last = event.ms;
    offsets.push(at);
  }
  endStretch(ticks.at(-1) ?? last ?? 0);
  return { offsets, totalMs: at };
}
