import { crcCoversFrom } from '../../records/batch-header.ts';
import { crc32cInSteps } from '../../records/crc32c.ts';
import { checkBatchInSteps } from '../../records/split-batches.ts';

/*
 * Offsets of record batch fields (full layout in batch-header.ts):
 *   crc:uint32 at 17, attributes:int16 at 21, max_timestamp:int64 at 35
 */
const at = { crc: 17, attributes: 21, maxTimestamp: 35 } as const;
const logAppendTime = 0x08;

/** Stamps a batch with the broker's time (ms) in place and in steps, for topics with `message.timestamp.type` LogAppendTime. Throws WireError. */
export function* stampAppendTime(batch: Buffer, now: number): Generator<undefined, void> {
  // A corrupt batch must not get a CRC that makes it look valid.
  const { end } = yield* checkBatchInSteps(batch, 0);
  batch.writeInt16BE(batch.readInt16BE(at.attributes) | logAppendTime, at.attributes);
  batch.writeBigInt64BE(BigInt(now), at.maxTimestamp);
  batch.writeUInt32BE(yield* crc32cInSteps(batch, crcCoversFrom, end), at.crc);
}
