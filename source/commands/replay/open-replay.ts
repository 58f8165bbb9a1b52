import type { JournalEvent } from '../../journal/events.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { createReplay, type ReplayStore } from '../../session/replay/replay.ts';
import { journalOf } from '../transcript/render-journal.ts';

/** A replay is held in memory; a longer session is cut after this many events. */
const maxEvents = 500_000;

/**
 * Loads a replay of a session from its journal; of the latest session by default.
 * @throws LabError `usage`: there is no such session. `journal`: its record cannot be read.
 */
export async function openReplay(home: string, session: string | undefined, speed = 1): Promise<ReplayStore> {
  const events: JournalEvent[] = [];
  for await (const event of readJournal(journalOf(home, session))) {
    events.push(event);
    if (events.length >= maxEvents) break;
  }
  return createReplay({ lab: kafkaLab, events, speed });
}
