import { dirname } from 'node:path';
import type { JournalEvent } from '../../journal/events.ts';
import { readJournal } from '../../journal/read-journal.ts';
import type { LabSource } from '../../lab/format/lab-source.ts';
import { kafkaFacts } from '../../lab/model/facts.ts';
import { factsFromRecord } from '../../lab/model/recorded-facts.ts';
import type { Lab } from '../../lab/model/step.ts';
import { createReplay, type ReplayStore } from '../../session/replay/replay.ts';
import { labFor } from '../labs/lab-for.ts';
import { sessionLab } from '../labs/session-lab.ts';
import { journalOf } from '../transcript/render-journal.ts';

/** A replay is held in memory; a longer session is cut after this many events. */
const maxEvents = 500_000;

/**
 * Loads a replay of a session from its journal; of the latest session by default.
 * @throws LabError `usage`: there is no such session. `journal`: its record cannot be read.
 */
export async function openReplay(home: string, session: string | undefined): Promise<ReplayStore> {
  const events: JournalEvent[] = [];
  const journal = await journalOf(home, session);
  for await (const event of readJournal(journal)) {
    events.push(event);
    if (events.length >= maxEvents) break;
  }
  return createReplay({ lab: await labOfEvents(events, await sessionLab(dirname(journal))), events });
}

/** The lab by what its manifests said last. */
function labOfEvents(events: readonly JournalEvent[], source: LabSource | undefined): Promise<Lab> {
  const recorded = events.flatMap((event) =>
    event.type === 'facts-changed' || (event.type === 'session-started' && event.facts !== undefined)
      ? [event.facts]
      : [],
  );
  const last = recorded.at(-1);
  const facts = last && factsFromRecord(last);
  return labFor(facts ?? kafkaFacts, source);
}
