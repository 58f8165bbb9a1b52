import { WireError } from '../bytes/wire-error.ts';
import { batchLastOffset, readBatchHeader } from '../records/batch-header.ts';
import { brokerLimits, decodeBatch } from '../records/decode-batch.ts';
import type { Segment } from './segment.ts';

export interface TimestampOffset {
  readonly offset: number;
  /** ms */
  readonly timestamp: number;
  readonly leaderEpoch: number;
}

/** The first record from `startOffset` on at or after a time (ms); undefined if there is none. */
export function findByTimestamp(
  segments: readonly Segment[],
  startOffset: number,
  timestamp: number,
): TimestampOffset | undefined {
  for (const segment of segments) {
    if (segment.maxTimestamp < timestamp) continue;
    for (let from = startOffset; from < segment.nextOffset; ) {
      const batch = segment.batchAtTimestamp(timestamp, from);
      if (!batch) break;
      const found = recordIn(batch, startOffset, timestamp);
      if (found) return found;
      from = batchLastOffset(batch, 0) + 1;
    }
  }
  return undefined;
}

/** The first such record of a batch; a batch that cannot be decompressed here counts as a whole. */
function recordIn(batch: Buffer, startOffset: number, timestamp: number): TimestampOffset | undefined {
  try {
    const { header, records } = decodeBatch(batch, 0, brokerLimits);
    const found = records.find((record) => record.timestamp >= timestamp && record.offset >= startOffset);
    if (!found) return undefined;
    return {
      offset: found.offset,
      timestamp: found.timestamp,
      leaderEpoch: header.partitionLeaderEpoch,
    };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const header = readBatchHeader(batch);
    const offset = Math.max(header.baseOffset, startOffset);
    return { offset, timestamp: header.maxTimestamp, leaderEpoch: header.partitionLeaderEpoch };
  }
}
