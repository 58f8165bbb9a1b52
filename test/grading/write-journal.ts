import { firstLink, linkTo, withLink } from '../../source/journal/chain.ts';
import type { JournalEntry, JournalEvent } from '../../source/journal/events.ts';
import { encodeRecord } from '../../source/journal/record.ts';

/** The bytes of a journal with these events, as the app writes them. */
export function writeJournal(events: readonly JournalEvent[]): Buffer {
  let prev = firstLink;
  return Buffer.concat(
    events.map((event) => {
      const line = withLink(encodeRecord(event), prev);
      prev = linkTo(line);
      return line;
    }),
  );
}

/** Events that come after one another, each so many ms after the one before it. */
export class Timeline {
  readonly events: JournalEvent[] = [];
  readonly #start: number;
  #ms: number;

  constructor(start: string, ms = 1_000) {
    this.#start = Date.parse(start) - ms;
    this.#ms = ms;
  }

  add(entry: JournalEntry, afterMs = 10): this {
    this.#ms = Math.round((this.#ms + afterMs) * 10) / 10;
    const at = new Date(this.#start + this.#ms).toISOString();
    this.events.push({ v: 1, at, ms: this.#ms, ...entry });
    return this;
  }
}
