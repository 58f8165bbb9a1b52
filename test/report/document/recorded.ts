import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEvent } from '../../../source/journal/events.ts';
import type { Lab } from '../../../source/lab/model/step.ts';
import { buildDocument, type DocumentSources } from '../../../source/report/document/build-document.ts';
import type { ReportDocument } from '../../../source/report/document/model.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { recordOf } from '../rendered.ts';

/** A whole lab that passed, as the golden screens have it. */
export const recorded: readonly JournalEvent[] = readFileSync(
  join(import.meta.dirname, '../../ui/golden/session.jsonl'),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as JournalEvent);

/** An event with a time after all of them. */
export function later<E extends object>(event: E): E & Pick<JournalEvent, 'at' | 'ms'> {
  return { at: '2026-11-23T02:30:00.000Z', ms: 1_700_000, ...event };
}

export function documentOf(
  events: readonly JournalEvent[] = recorded,
  { lab = kafkaLab, ...sources }: Partial<DocumentSources> & { readonly lab?: Lab } = {},
): ReportDocument {
  return buildDocument({ record: recordOf(events), lab, authorship: {}, code: 'no code here', ...sources });
}
