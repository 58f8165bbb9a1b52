import { WireError } from '../../bytes/wire-error.ts';
import { KafkaError } from '../../messages/errors.ts';
import { noTimestamp } from '../../messages/sentinels.ts';
import { readBatchHeader } from '../../records/batch-header.ts';
import type { RecordSummary } from './summarize-records.ts';

export interface TimestampBounds {
  /** The time of the broker, ms since the epoch. */
  readonly now: number;
  /** `message.timestamp.difference.max.ms` */
  readonly mostDifferenceMs: number;
}

/**
 * The producer's times must be near the broker's: throws INVALID_TIMESTAMP. Of a batch that cannot be decompressed here, the times in its
 * header count.
 */
export function requireTimestamps(
  batch: Buffer,
  summary: RecordSummary | WireError,
  { now, mostDifferenceMs }: TimestampBounds,
): void {
  const isFar = (timestamp: number): boolean =>
    timestamp !== noTimestamp && Number.isFinite(timestamp) && Math.abs(timestamp - now) > mostDifferenceMs;
  if (!timestampsOf(batch, summary).some(isFar)) return;
  throw new KafkaError(
    'INVALID_TIMESTAMP',
    'One or more records have been rejected due to invalid timestamp',
  );
}

/** None if the batch is no batch: appending it says why. */
function timestampsOf(batch: Buffer, summary: RecordSummary | WireError): readonly number[] {
  if (!(summary instanceof WireError)) return [summary.earliest, summary.latest];
  try {
    const { baseTimestamp, maxTimestamp } = readBatchHeader(batch);
    return [baseTimestamp, maxTimestamp];
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return [];
  }
}
