import * as zlib from 'node:zlib';
import { type BatchHeader, compressionOf, crcCoversFrom } from '../../records/batch-header.ts';
import { crc32c } from '../../records/crc32c.ts';
import { brokerLimits, decodeBatch } from '../../records/decode-batch.ts';
import { checkBatch } from '../../records/split-batches.ts';

/*
 * Where the fields of a record batch lie (the whole layout stands in batch-header.ts):
 *   crc:uint32 at 17, max_timestamp:int64 at 35
 */
const at = { crc: 17, maxTimestamp: 35 } as const;

/**
 * sarama leaves the latest time of a batch at −1. A real broker sets it from the records whatever the producer says, or a search by
 * time would pass over them; here that is done where the header cannot be right. Throws WireError.
 */
export function correctMaxTimestamp(batch: Buffer, header: BatchHeader): void {
  if (header.maxTimestamp >= header.baseTimestamp) return;
  // A batch that came broken must not get a CRC that says otherwise.
  const { end } = checkBatch(batch, 0);
  const latest = latestOf(batch, header);
  if (!Number.isSafeInteger(latest)) return;
  batch.writeBigInt64BE(BigInt(latest), at.maxTimestamp);
  batch.writeUInt32BE(crc32c(batch, crcCoversFrom, end), at.crc);
}

/** The first record's time where the records cannot be read here: zstd before Node 22.15, or more than a broker reads at once. */
function latestOf(batch: Buffer, header: BatchHeader): number {
  const isReadable =
    (compressionOf(header.attributes) !== 'zstd' || 'zstdDecompressSync' in zlib) &&
    header.recordCount <= brokerLimits.records;
  const records = isReadable ? decodeBatch(batch, 0, brokerLimits).records : [];
  return records.reduce((latest, { timestamp }) => Math.max(latest, timestamp), header.baseTimestamp);
}
