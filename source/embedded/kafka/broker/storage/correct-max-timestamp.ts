import * as zlib from 'node:zlib';
import { WireError } from '../../bytes/wire-error.ts';
import { type BatchHeader, compressionOf, crcCoversFrom } from '../../records/batch-header.ts';
import { crc32cInSteps } from '../../records/crc32c.ts';
import { brokerLimits } from '../../records/decode-batch.ts';
import { checkBatchInSteps } from '../../records/split-batches.ts';
import { type RecordSummary, summarizeRecords } from './summarize-records.ts';

/*
 * Offsets of record batch fields (full layout in batch-header.ts):
 *   crc:uint32 at 17, max_timestamp:int64 at 35
 */
const at = { crc: 17, maxTimestamp: 35 } as const;

/**
 * Sets a batch's max timestamp to that of its records, as a real broker does: sarama leaves it at −1, and searches by time would skip the
 * batch, or read it in vain. Works in steps. Throws WireError.
 */
export function* correctMaxTimestamp(
  batch: Buffer,
  header: BatchHeader,
  known?: RecordSummary | WireError,
): Generator<undefined, void> {
  const summary = known ?? (yield* summarizeRecords(batch));
  const latest = summary instanceof WireError ? latestOfUnread(header, summary) : summary.latest;
  if (latest === header.maxTimestamp || !Number.isSafeInteger(latest)) return;
  // A corrupt batch must not get a CRC that makes it look valid.
  const { end } = yield* checkBatchInSteps(batch, 0);
  batch.writeBigInt64BE(BigInt(latest), at.maxTimestamp);
  yield;
  batch.writeUInt32BE(yield* crc32cInSteps(batch, crcCoversFrom, end), at.crc);
}

/** Of records that cannot be read, or are too many to read: what the header says, but no time before the first record's. */
function latestOfUnread(header: BatchHeader, error: WireError): number {
  if (header.maxTimestamp >= header.baseTimestamp) return header.maxTimestamp;
  const isReadable =
    (compressionOf(header.attributes) !== 'zstd' || 'zstdDecompressSync' in zlib) &&
    header.recordCount <= brokerLimits.records;
  if (isReadable) throw error;
  return header.baseTimestamp;
}
