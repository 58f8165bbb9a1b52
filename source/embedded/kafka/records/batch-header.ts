import { WireError } from '../bytes/wire-error.ts';

/*
 * RecordBatch => base_offset:int64 batch_length:int32 partition_leader_epoch:int32 magic:int8 crc:uint32
 *                attributes:int16 last_offset_delta:int32 base_timestamp:int64 max_timestamp:int64
 *                producer_id:int64 producer_epoch:int16 base_sequence:int32 record_count:int32 records
 *
 * batch_length counts what follows it. The CRC-32C covers attributes to the end, so that a broker sets base_offset and
 * partition_leader_epoch without computing it again.
 */
const at = {
  baseOffset: 0,
  batchLength: 8,
  partitionLeaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordCount: 57,
} as const;

/** The bytes before the first record. */
export const batchHeaderBytes = 61;
/** base_offset and batch_length, which batch_length does not count. */
export const batchOverheadBytes = 12;
/** Where the CRC's bytes begin. */
export const crcCoversFrom = at.attributes;
export const currentMagic = 2;

/** The header of a record batch (magic 2), read without its records. */
export interface BatchHeader {
  readonly baseOffset: number;
  /** The whole batch in bytes. */
  readonly sizeInBytes: number;
  readonly partitionLeaderEpoch: number;
  readonly crc: number;
  /** Bits 0 to 2 compression, 3 timestamp type, 4 transactional, 5 control. */
  readonly attributes: number;
  readonly lastOffsetDelta: number;
  readonly lastOffset: number;
  /** ms */
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  /** −1: not an idempotent producer's. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly recordCount: number;
}

export type Compression = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
export const codecNames: readonly Compression[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

export function compressionOf(attributes: number): Compression {
  const compression = codecNames[attributes & 0x07];
  if (!compression)
    throw new WireError('value', `compression \`${attributes & 0x07}\` is not a codec of Kafka's`);
  return compression;
}

/** A codec as the lowest bits of a batch's attributes. */
export function codecBits(compression: Compression): number {
  return codecNames.indexOf(compression);
}

/** The broker's clock gave the time, instead of the producer's. */
export function isLogAppendTime(attributes: number): boolean {
  return (attributes & 0x08) !== 0;
}

export function isTransactional(attributes: number): boolean {
  return (attributes & 0x10) !== 0;
}

export function isControl(attributes: number): boolean {
  return (attributes & 0x20) !== 0;
}

/** The total size of the batch at `start`, from its length field. Throws a {@link WireError} if it is less than a header. */
export function batchSize(data: Buffer, start: number): number {
  const size = data.readInt32BE(start + at.batchLength) + batchOverheadBytes;
  if (size < batchHeaderBytes) throw new WireError('length', `a record batch of \`${size}\` bytes`);
  return size;
}

export function batchLastOffset(data: Buffer, start: number): number {
  return readOffset(data, start + at.baseOffset) + data.readInt32BE(start + at.lastOffsetDelta);
}

export function batchMaxTimestamp(data: Buffer, start: number): number {
  return readTimestamp(data, start + at.maxTimestamp);
}

/**
 * Reads the header of the batch at `start`; its records may extend beyond `data`. Throws a {@link WireError} for a truncated header,
 * another magic, or implausible numbers.
 */
export function readBatchHeader(data: Buffer, start = 0): BatchHeader {
  if (data.length - start <= at.magic) {
    throw new WireError('truncated', `a record batch of \`${data.length - start}\` bytes`);
  }
  const magic = data.readInt8(start + at.magic);
  if (magic !== currentMagic) throw new WireError('magic', `records of magic \`${magic}\`, where 2 is read`);
  if (data.length - start < batchHeaderBytes) {
    throw new WireError('truncated', `a record batch of \`${data.length - start}\` bytes`);
  }
  const sizeInBytes = batchSize(data, start);
  if (sizeInBytes < batchHeaderBytes)
    throw new WireError('length', `a record batch of \`${sizeInBytes}\` bytes`);
  const lastOffsetDelta = data.readInt32BE(start + at.lastOffsetDelta);
  const baseOffset = readOffset(data, start + at.baseOffset);
  if (lastOffsetDelta < 0) throw new WireError('value', `a last offset delta of \`${lastOffsetDelta}\``);
  return {
    baseOffset,
    sizeInBytes,
    partitionLeaderEpoch: data.readInt32BE(start + at.partitionLeaderEpoch),
    crc: data.readUInt32BE(start + at.crc),
    attributes: data.readInt16BE(start + at.attributes),
    lastOffsetDelta,
    lastOffset: baseOffset + lastOffsetDelta,
    baseTimestamp: readTimestamp(data, start + at.baseTimestamp),
    maxTimestamp: readTimestamp(data, start + at.maxTimestamp),
    producerId: readOffset(data, start + at.producerId),
    producerEpoch: data.readInt16BE(start + at.producerEpoch),
    baseSequence: data.readInt32BE(start + at.baseSequence),
    recordCount: data.readInt32BE(start + at.recordCount),
  };
}

/** Sets the log position of the batch at `start` in place; the CRC stays valid. */
export function placeBatch(
  data: Buffer,
  start: number,
  baseOffset: number,
  partitionLeaderEpoch: number,
): void {
  data.writeInt32BE(Math.floor(baseOffset / 4_294_967_296), start + at.baseOffset);
  data.writeUInt32BE(baseOffset >>> 0, start + at.baseOffset + 4);
  data.writeInt32BE(partitionLeaderEpoch, start + at.partitionLeaderEpoch);
}

/** Offsets and producer ids: signed, and exact as numbers. */
function readOffset(data: Buffer, start: number): number {
  const value = data.readInt32BE(start) * 4_294_967_296 + data.readUInt32BE(start + 4);
  if (!Number.isSafeInteger(value))
    throw new WireError('range', `an offset or id beyond 2^53 at byte ${start}`);
  return value;
}

/** A producer may write any int64 as a time; values that a number cannot hold exactly are rounded, never refused. */
function readTimestamp(data: Buffer, start: number): number {
  return data.readInt32BE(start) * 4_294_967_296 + data.readUInt32BE(start + 4);
}
