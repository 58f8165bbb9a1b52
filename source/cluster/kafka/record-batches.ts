import { decompress } from './decompress.ts';
import { RecordReader } from './record-reader.ts';

/*
 * A batch of message format 2 (Kafka 0.11 and newer):
 *   offset:int64 length:int32 epoch:int32 magic:int8 crc:int32 attributes:int16 lastOffsetDelta:int32 firstTime:int64 lastTime:int64
 *   producerId:int64 producerEpoch:int16 sequence:int32 count:int32 records
 */
const at = {
  length: 8,
  magic: 16,
  attributes: 21,
  lastOffsetDelta: 23,
  firstTime: 27,
  lastTime: 35,
  count: 57,
};
const headBytes = 61;
/** The length in a batch does not count the offset and itself. */
const beforeLength = 12;

const isLogAppendTime = 0x08;
const isControl = 0x20;

const mostHeaders = 100;

export interface FetchedRecord {
  readonly offset: number;
  /** ms since the epoch, whatever the producer wrote. */
  readonly time: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly { readonly name: Buffer; readonly value: Buffer | null }[];
}

/** Offsets whose records cannot be read, and why. */
export interface UnreadableRecords {
  readonly offset: number;
  readonly last: number;
  readonly why: string;
}

/**
 * The records of whole batches from an offset on, in order; keys and values are views. Markers of transactions are left out. A batch that is
 * not what Kafka writes is one item, and does not hide those after it.
 */
export function* recordsOf(batches: Buffer, from: number): Generator<FetchedRecord | UnreadableRecords> {
  for (let start = 0; start + headBytes <= batches.length; ) {
    const end = start + beforeLength + batches.readInt32BE(start + at.length);
    if (end <= start + beforeLength || end > batches.length) return;
    const batch = batches.subarray(start, end);
    start = end;
    const offset = Number(batch.readBigInt64BE(0));
    const last = offset + lastDelta(batch);
    if (last < from) continue;
    const attributes = batch.readInt16BE(at.attributes);
    if (isFormat2(batch) && (attributes & isControl) !== 0) continue;
    try {
      for (const record of readBatch(batch)) if (record.offset >= from) yield record;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      yield { offset: Math.max(offset, from), last, why: error.message };
    }
  }
}

/** The offset after the last batch that is whole; undefined if none is. */
export function endOfBatches(batches: Buffer): number | undefined {
  let next: number | undefined;
  for (let start = 0; start + headBytes <= batches.length; ) {
    const end = start + beforeLength + batches.readInt32BE(start + at.length);
    if (end <= start + beforeLength || end > batches.length) break;
    const batch = batches.subarray(start, end);
    next = Number(batch.readBigInt64BE(0)) + lastDelta(batch) + 1;
    start = end;
  }
  return next;
}

const isFormat2 = (batch: Buffer): boolean => batch.length >= headBytes && batch.readInt8(at.magic) === 2;

/** A message of an older format stands alone. */
const lastDelta = (batch: Buffer): number =>
  isFormat2(batch) ? Math.max(0, batch.readInt32BE(at.lastOffsetDelta)) : 0;

function* readBatch(batch: Buffer): Generator<FetchedRecord> {
  if (!isFormat2(batch)) throw new RangeError('written in a format older than that of Kafka 0.11');
  const attributes = batch.readInt16BE(at.attributes);
  const base = Number(batch.readBigInt64BE(0));
  const firstTime = Number(batch.readBigInt64BE(at.firstTime));
  const lastTime = Number(batch.readBigInt64BE(at.lastTime));
  const reader = new RecordReader(decompress(attributes, batch.subarray(headBytes)));
  for (let left = batch.readInt32BE(at.count); left > 0; left -= 1) {
    const length = reader.varint();
    const start = reader.at;
    reader.skip(1); // attributes
    const written = firstTime + reader.varlong();
    const offset = base + reader.varint();
    const key = reader.bytes();
    const value = reader.bytes();
    const headers = readHeaders(reader);
    if (reader.at !== start + length) {
      if (headers.length < mostHeaders) throw new RangeError('a record whose length is wrong');
      // Headers that are not shown.
      reader.skip(start + length - reader.at);
    }
    yield { offset, time: (attributes & isLogAppendTime) === 0 ? written : lastTime, key, value, headers };
  }
}

function readHeaders(reader: RecordReader): FetchedRecord['headers'] {
  const headers: { name: Buffer; value: Buffer | null }[] = [];
  for (let left = Math.min(reader.varint(), mostHeaders); left > 0; left -= 1)
    headers.push({ name: reader.bytes() ?? Buffer.alloc(0), value: reader.bytes() });
  return headers;
}
