import type { JournalEntry, JournalEvent } from '../journal/events.ts';
import { sanitizeEvent } from '../journal/sanitize-event.ts';
import type { Clock } from '../time/clock.ts';
import type { SessionEvent, TransientEvent } from './session-events.ts';

/** The one stream of what happens. Subscribers are called in order, at once. */
export interface EventStream {
  /** Stamps an event, sanitises its texts and hands it to every subscriber; the journal is the first of them. */
  publish(entry: JournalEntry): void;
  /** Hands on an event that is not recorded. */
  show(event: TransientEvent): void;
  subscribe(listener: (event: SessionEvent) => void): () => void;
}

export function createEventStream(clock: Clock, record: (event: JournalEvent) => void): EventStream {
  const listeners = new Set<(event: SessionEvent) => void>();
  const tell = (event: SessionEvent): void => {
    for (const listener of listeners) listener(event);
  };
  return {
    publish(entry) {
      const stamp = {
        v: 1,
        at: new Date(clock.wall()).toISOString(),
        ms: Math.round(clock.monotonic() * 10) / 10,
      } as const;
      const event: JournalEvent = sanitizeEvent({ ...stamp, ...entry });
      record(event);
      tell(event);
    },
    show: tell,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
