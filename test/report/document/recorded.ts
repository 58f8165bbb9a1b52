import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEvent } from '../../../source/journal/events.ts';
import type { Lab } from '../../../source/lab/model/step.ts';
import { buildDocument, type DocumentSources } from '../../../source/report/document/build-document.ts';
import type { ReportDocument } from '../../../source/report/document/model.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { recordOf } from '../rendered.ts';

/**
 * A whole lab as a person did it on the embedded cluster: each prediction made, each question answered, the task of step 4.7 failed once and
 * solved. Only what its checks saw is left out.
 */
export const recorded: readonly JournalEvent[] = readFileSync(
  join(import.meta.dirname, 'session.jsonl'),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as JournalEvent);

/** An event with a time after all of them. */
export function later<E extends object>(event: E): E & Pick<JournalEvent, 'at' | 'ms'> {
  return { at: '2026-11-30T12:30:00.000Z', ms: 5_400_000, ...event };
}

export function documentOf(
  events: readonly JournalEvent[] = recorded,
  { lab = kafkaLab, ...sources }: Partial<DocumentSources> & { readonly lab?: Lab } = {},
): ReportDocument {
  return buildDocument({ record: recordOf(events), lab, authorship: {}, code: 'no code here', ...sources });
}
