import { WireError } from '../../bytes/wire-error.ts';
import { KafkaError } from '../../messages/errors.ts';
import { brokerLimits, decodeBatch } from '../../records/decode-batch.ts';

/** Records of a compacted topic need a key: throws INVALID_RECORD. A batch that cannot be decompressed here is accepted. */
export function requireKeys(batch: Buffer, place: string): void {
  let hasAll = true;
  try {
    hasAll = decodeBatch(batch, 0, brokerLimits).records.every(({ key }) => key !== null);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
  }
  if (hasAll) return;
  throw new KafkaError(
    'INVALID_RECORD',
    `Compacted topic cannot accept message without key in topic partition ${place}.`,
  );
}
