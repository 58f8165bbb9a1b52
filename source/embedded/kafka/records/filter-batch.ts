import { WireReader } from '../bytes/reader.ts';
import { batchHeaderBytes, batchOverheadBytes, compressionOf, crcCoversFrom } from './batch-header.ts';
import { decompress } from './compression.ts';
import { crc32c } from './crc32c.ts';
import { brokerLimits, decodeBatch } from './decode-batch.ts';
import type { KafkaRecord } from './record.ts';

/** Offsets of the fields that change when records are removed; the full layout is in batch-header.ts. */
const at = { batchLength: 8, crc: 17, attributes: 21, recordCount: 57 } as const;
const codecBits = 0x07;

/**
 * The batch at `start` with only the records that `keeps` accepts, as compaction leaves it: offsets, timestamps and the offset range
 * stay, and a compressed batch becomes uncompressed. Returns the batch itself if all stay, undefined if none do. Throws a WireError for
 * an unreadable batch.
 */
export function filterBatch(
  data: Buffer,
  start: number,
  keeps: (record: KafkaRecord) => boolean,
): Buffer | undefined {
  const { header, records } = decodeBatch(data, start, brokerLimits);
  const batch = data.subarray(start, start + header.sizeInBytes);
  const kept = records.map(keeps);
  const count = kept.filter(Boolean).length;
  if (count === 0) return undefined;
  if (count === records.length) return batch;
  const plain = decompress(compressionOf(header.attributes), batch.subarray(batchHeaderBytes));
  const pieces: Buffer[] = [Buffer.from(batch.subarray(0, batchHeaderBytes))];
  const reader = new WireReader(plain);
  for (const keep of kept) {
    const from = plain.length - reader.remaining;
    reader.skip(reader.varint());
    if (keep) pieces.push(plain.subarray(from, plain.length - reader.remaining));
  }
  const result = Buffer.concat(pieces);
  result.writeInt32BE(result.length - batchOverheadBytes, at.batchLength);
  result.writeInt16BE(header.attributes & ~codecBits, at.attributes);
  result.writeInt32BE(count, at.recordCount);
  result.writeUInt32BE(crc32c(result, crcCoversFrom), at.crc);
  return result;
}
