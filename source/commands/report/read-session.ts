import { dirname } from 'node:path';
import { kafkaFacts } from '../../lab/model/facts.ts';
import { factsFromRecord } from '../../lab/model/recorded-facts.ts';
import type { Lab } from '../../lab/model/step.ts';
import { type Mask, maskEvent } from '../../report/privacy/mask.ts';
import { RecordBuilder } from '../../report/record-builder.ts';
import type { SessionRecord } from '../../report/session-record.ts';
import { labFor } from '../labs/lab-for.ts';
import { sessionLab } from '../labs/session-lab.ts';
import { JournalDamage } from '../transcript/journal-damage.ts';

/**
 * The session at a journal's path, its texts masked, and the lab that it ran. The output of commands outside of steps, of which a report
 * says nothing, is not held.
 */
export async function readSession(
  journal: string,
  mask: Mask,
  onProgress: (bytes: number) => void = () => {},
): Promise<{ record: SessionRecord; lab: Lab; damage: JournalDamage }> {
  const source = await sessionLab(dirname(journal));
  const damage = new JournalDamage();
  const builder = new RecordBuilder('steps');
  let from = 0;
  for await (const { event, end } of damage.read(journal)) {
    builder.add(maskEvent(event, mask), { from, to: end });
    from = end;
    onProgress(end);
  }
  const record = { ...builder.record(), ...damage.inRecord };
  const facts = record.facts && factsFromRecord(record.facts);
  return { record, damage, lab: await labFor(facts ?? kafkaFacts, source) };
}
