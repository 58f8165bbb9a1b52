import { batchHeaderBytes, batchOverheadBytes, crcCoversFrom, isLogAppendTime } from './batch-header.ts';
import { crc32cInSteps } from './crc32c.ts';
import { type RecordView, visitRecords } from './visit-records.ts';

/** Offsets of the fields that change when records are removed; the full layout is in batch-header.ts. */
const at = { batchLength: 8, crc: 17, attributes: 21, maxTimestamp: 35, recordCount: 57 } as const;
const codecBits = 0x07;

/**
 * The batch at the start of `data` with only the records that `keeps` accepts, as compaction leaves it, in steps: offsets, timestamps and
 * the offset range stay, the maximum timestamp is that of the records left, and a compressed batch becomes uncompressed. Returns the batch
 * itself if all stay, undefined if none do. Throws a WireError for an unreadable batch.
 */
export function* filterBatchInSteps(
  data: Buffer,
  keeps: (record: RecordView) => boolean,
): Generator<undefined, Buffer | undefined> {
  const kept: { start: number; end: number }[] = [];
  let count = 0;
  let latest = Number.NEGATIVE_INFINITY;
  const { header, plain } = yield* visitRecords(data, (record) => {
    if (!keeps(record)) return true;
    count++;
    latest = Math.max(latest, record.timestamp);
    const last = kept.at(-1);
    if (last?.end === record.start) last.end = record.end;
    else kept.push({ start: record.start, end: record.end });
    return true;
  });
  const batch = data.subarray(0, header.sizeInBytes);
  if (count === 0) return undefined;
  if (count === header.recordCount) return batch;
  yield;
  const result = Buffer.concat([
    batch.subarray(0, batchHeaderBytes),
    ...kept.map(({ start, end }) => plain.subarray(start, end)),
  ]);
  result.writeInt32BE(result.length - batchOverheadBytes, at.batchLength);
  result.writeInt16BE(header.attributes & ~codecBits, at.attributes);
  if (!isLogAppendTime(header.attributes) && Number.isSafeInteger(latest))
    result.writeBigInt64BE(BigInt(latest), at.maxTimestamp);
  result.writeInt32BE(count, at.recordCount);
  result.writeUInt32BE(yield* crc32cInSteps(result, crcCoversFrom, result.length), at.crc);
  return result;
}
