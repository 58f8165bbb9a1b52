import type { JournalEvent } from '../../journal/events.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { createReplay, type ReplayStore } from '../../session/replay/replay.ts';
import { journalOf } from '../transcript/render-journal.ts';

/** A replay is held in memory; of a longer session the first so many events are played. */
const maxEvents = 500_000;

/**
 * A session to be played again, from its journal; the one written last where none is asked for.
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
