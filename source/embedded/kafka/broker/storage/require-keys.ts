import { WireError } from '../../bytes/wire-error.ts';
import { KafkaError } from '../../messages/errors.ts';
import type { RecordSummary } from './summarize-records.ts';

/** Records of a compacted topic need a key: throws INVALID_RECORD. A batch that cannot be decompressed here is accepted. */
export function requireKeys(summary: RecordSummary | WireError, place: string): void {
  if (summary instanceof WireError || summary.hasAllKeys) return;
  throw new KafkaError(
    'INVALID_RECORD',
    `Compacted topic cannot accept message without key in topic partition ${place}.`,
  );
}
