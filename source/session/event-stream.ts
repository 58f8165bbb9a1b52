import type { JournalEntry, JournalEvent } from '../journal/events.ts';
import { sanitizeEvent } from '../journal/sanitize-event.ts';
import type { Clock } from '../time/clock.ts';
import type { SessionEvent, TransientEvent } from './session-events.ts';

/** Everything that happens in a session. Subscribers are called synchronously, in the order in which they subscribed. */
export interface EventStream {
  /** Stamps an event, sanitises its texts, records it in the journal, and delivers it to every subscriber. */
  publish(entry: JournalEntry): void;
  /** Delivers an event that is not recorded. */
  show(event: TransientEvent): void;
  subscribe(listener: (event: SessionEvent) => void): () => void;
}

export function createEventStream(clock: Clock, record: (event: JournalEvent) => void): EventStream {
  const listeners = new Set<(event: SessionEvent) => void>();
  const deliver = (event: SessionEvent): void => {
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
      deliver(event);
    },
    show: deliver,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
