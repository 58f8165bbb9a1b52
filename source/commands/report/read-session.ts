import { dirname } from 'node:path';
import { readJournal } from '../../journal/read-journal.ts';
import { kafkaFacts } from '../../lab/model/facts.ts';
import { factsFromRecord } from '../../lab/model/recorded-facts.ts';
import type { Lab } from '../../lab/model/step.ts';
import { type Mask, maskEvent } from '../../report/privacy/mask.ts';
import { RecordBuilder } from '../../report/record-builder.ts';
import type { SessionRecord } from '../../report/session-record.ts';
import { labFor } from '../labs/lab-for.ts';
import { sessionLab } from '../labs/session-lab.ts';

/** The session at a journal's path, its texts masked, and the lab that it ran. */
export async function readSession(journal: string, mask: Mask): Promise<{ record: SessionRecord; lab: Lab }> {
  const source = await sessionLab(dirname(journal));
  const builder = new RecordBuilder();
  for await (const event of readJournal(journal)) builder.add(maskEvent(event, mask));
  const record = builder.record();
  const facts = record.facts && factsFromRecord(record.facts);
  return { record, lab: await labFor(facts ?? kafkaFacts, source) };
}
