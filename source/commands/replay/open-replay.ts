import { dirname } from 'node:path';
import type { JournalEvent } from '../../journal/events.ts';
import { readJournal } from '../../journal/read-journal.ts';
import type { LabSource } from '../../lab/format/lab-source.ts';
import { kafkaFacts } from '../../lab/model/facts.ts';
import { factsFromRecord } from '../../lab/model/recorded-facts.ts';
import type { Lab } from '../../lab/model/step.ts';
import { count } from '../../lab/model/text-format.ts';
import { createReplay, type ReplayStore } from '../../session/replay/replay.ts';
import { labFor } from '../labs/lab-for.ts';
import { sessionLab } from '../labs/session-lab.ts';
import { journalOf } from '../transcript/render-journal.ts';

/** A replay is held in memory; a longer session is cut after this many events, and the last thing that is played says so. */
const mostEvents = 500_000;

/**
 * Loads a replay of a session from its journal; of the latest session by default. `left`: how many entries it does not hold.
 * @throws LabError `usage`: there is no such session. `journal`: its record cannot be read.
 */
export async function openReplay(
  home: string,
  session: string | undefined,
  most = mostEvents,
): Promise<{ readonly store: ReplayStore; readonly left: number }> {
  const journal = await journalOf(home, session);
  const { events, left } = await readEvents(journal, most);
  const last = events.at(-1);
  if (left > 0 && last !== undefined)
    events.push({ v: 1, at: last.at, ms: last.ms, type: 'notice', level: 'error', text: cutInWords(left) });
  const lab = await labOfEvents(events, await sessionLab(dirname(journal)));
  return { store: createReplay({ lab, events }), left };
}

/** What a person is told of the entries that a replay does not have. */
export function cutInWords(left: number): string {
  return `the replay ends here: the session goes on for ${count(left)} more entries, too many to hold`;
}

async function readEvents(journal: string, most: number): Promise<{ events: JournalEvent[]; left: number }> {
  const events: JournalEvent[] = [];
  let left = 0;
  for await (const event of readJournal(journal))
    if (events.length < most) events.push(event);
    else left += 1;
  return { events, left };
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
