import type { JournalEvent, JournalEventType } from '../../../source/journal/events.ts';
import type { Journal } from '../../../source/journal/journal.ts';

/** A journal that keeps its events in memory. */
export class MemoryJournal implements Journal {
  readonly path = 'memory';
  readonly events: JournalEvent[] = [];
  readonly #listeners = new Set<(banner: string | undefined) => void>();
  banner: string | undefined;
  syncs = 0;
  closed = false;

  onBanner(listener: (banner: string | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onNews(): () => void {
    return () => {};
  }

  setBanner(banner: string | undefined): void {
    this.banner = banner;
    for (const listener of this.#listeners) listener(banner);
  }

  append(event: JournalEvent): void {
    this.events.push(event);
  }

  of<T extends JournalEventType>(type: T): Extract<JournalEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<JournalEvent, { type: T }> => event.type === type);
  }

  async sync(): Promise<void> {
    this.syncs += 1;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
