import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEvent, JournalEventType } from '../../source/journal/events.ts';
import { readJournal } from '../../source/journal/read-journal.ts';

export interface RecordedEvents {
  readonly all: readonly JournalEvent[];
  of<T extends JournalEventType>(type: T): Extract<JournalEvent, { type: T }>[];
  /** The command lines that ran, including each attempt, oldest first. */
  readonly lines: readonly string[];
}

/** The contents of the journal of the only session of a home. */
export async function recordedEvents(home: string): Promise<RecordedEvents> {
  const [session = '', ...others] = readdirSync(join(home, 'sessions'));
  if (others.length > 0) throw new Error(`\`${home}\` has ${others.length + 1} sessions`);
  const all: JournalEvent[] = [];
  for await (const event of readJournal(join(home, 'sessions', session, 'journal.jsonl'))) all.push(event);
  const of = <T extends JournalEventType>(type: T) =>
    all.filter((event): event is Extract<JournalEvent, { type: T }> => event.type === type);
  return { all, of, lines: of('command-started').map(({ line }) => line) };
}
