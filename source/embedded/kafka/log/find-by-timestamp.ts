import { WireError } from '../bytes/wire-error.ts';
import { readBatchHeader } from '../records/batch-header.ts';
import { visitRecords } from '../records/visit-records.ts';
import type { LogSegments } from './log-segments.ts';

export interface TimestampOffset {
  readonly offset: number;
  /** ms */
  readonly timestamp: number;
  readonly leaderEpoch: number;
}

/**
 * The first record at or after a time (ms), in steps; undefined if there is none. A batch may hold none of that time, whatever its header
 * says: many may have to be read. Between steps the log may change, so that each begins from an offset.
 */
export function* findByTimestamp(
  segments: Pick<LogSegments, 'all' | 'indexOf' | 'startOffset'>,
  timestamp: number,
): Generator<undefined, TimestampOffset | undefined> {
  let from = segments.startOffset;
  for (;;) {
    from = Math.max(from, segments.startOffset);
    let index = segments.indexOf(from);
    while (segments.all[index] && !mayHold(segments.all[index]!, from, timestamp)) index++;
    const segment = segments.all[index];
    if (!segment) return undefined;
    const { batch, next } = segment.lookForTimestamp(timestamp, Math.max(from, segment.baseOffset));
    const found = batch && (yield* recordIn(batch, from, timestamp));
    if (found) return found;
    from = next;
    yield;
  }
}

function mayHold(segment: LogSegments['active'], from: number, timestamp: number): boolean {
  return segment.nextOffset > from && segment.maxTimestamp >= timestamp;
}

/** The first such record of a batch; a batch that cannot be decompressed here counts as a whole. */
function* recordIn(
  batch: Buffer,
  startOffset: number,
  timestamp: number,
): Generator<undefined, TimestampOffset | undefined> {
  let found: TimestampOffset | undefined;
  try {
    yield* visitRecords(batch, (record, { partitionLeaderEpoch: leaderEpoch }) => {
      if (record.timestamp < timestamp || record.offset < startOffset) return true;
      found = { offset: record.offset, timestamp: record.timestamp, leaderEpoch };
      return false;
    });
    return found;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const header = readBatchHeader(batch);
    const offset = Math.max(header.baseOffset, startOffset);
    return { offset, timestamp: header.maxTimestamp, leaderEpoch: header.partitionLeaderEpoch };
  }
}
