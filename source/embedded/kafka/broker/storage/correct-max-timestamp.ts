import * as zlib from 'node:zlib';
import { type BatchHeader, compressionOf, crcCoversFrom } from '../../records/batch-header.ts';
import { crc32cInSteps } from '../../records/crc32c.ts';
import { brokerLimits, decodeBatch } from '../../records/decode-batch.ts';
import { checkBatchInSteps } from '../../records/split-batches.ts';

/*
 * Offsets of record batch fields (full layout in batch-header.ts):
 *   crc:uint32 at 17, max_timestamp:int64 at 35
 */
const at = { crc: 17, maxTimestamp: 35 } as const;

/**
 * sarama leaves a batch's max timestamp at −1. A real broker always computes it from the records, since searches by time would otherwise
 * skip the batch; here it is computed only when the header cannot be right. Works in steps. Throws WireError.
 */
export function* correctMaxTimestamp(batch: Buffer, header: BatchHeader): Generator<undefined, void> {
  if (header.maxTimestamp >= header.baseTimestamp) return;
  // A corrupt batch must not get a CRC that makes it look valid.
  const { end } = yield* checkBatchInSteps(batch, 0);
  yield;
  const latest = latestOf(batch, header);
  yield;
  if (!Number.isSafeInteger(latest)) return;
  batch.writeBigInt64BE(BigInt(latest), at.maxTimestamp);
  batch.writeUInt32BE(yield* crc32cInSteps(batch, crcCoversFrom, end), at.crc);
}

/** Falls back to the first record's time if the records cannot be read, or are too many to read at once. */
function latestOf(batch: Buffer, header: BatchHeader): number {
  const isReadable =
    (compressionOf(header.attributes) !== 'zstd' || 'zstdDecompressSync' in zlib) &&
    header.recordCount <= brokerLimits.records;
  const records = isReadable ? decodeBatch(batch, 0, brokerLimits).records : [];
  return records.reduce((latest, { timestamp }) => Math.max(latest, timestamp), header.baseTimestamp);
}
