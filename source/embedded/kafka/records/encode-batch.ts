import { WireWriter } from '../bytes/writer.ts';
import {
  batchHeaderBytes,
  batchOverheadBytes,
  type Compression,
  codecBits,
  crcCoversFrom,
  currentMagic,
} from './batch-header.ts';
import { compress } from './compression.ts';
import { crc32c } from './crc32c.ts';
import type { NewRecord } from './record.ts';

export interface BatchOptions {
  readonly baseOffset?: number;
  readonly partitionLeaderEpoch?: number;
  readonly compression?: Compression;
  readonly producerId?: number;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly control?: boolean;
  readonly transactional?: boolean;
}

/** A record batch (magic 2) of at least one record, as a producer sends it. */
export function encodeBatch(records: readonly NewRecord[], options: BatchOptions = {}): Buffer {
  const first = records[0];
  if (!first) throw new RangeError('a record batch holds at least one record');
  const body = new WireWriter(batchHeaderBytes + 64 * records.length);
  let maxTimestamp = first.timestamp;
  for (const [index, record] of records.entries()) {
    writeRecord(body, record, index, first.timestamp);
    if (record.timestamp > maxTimestamp) maxTimestamp = record.timestamp;
  }
  const compression = options.compression ?? 'none';
  const content = compress(compression, body.finish());
  const writer = new WireWriter(batchHeaderBytes + content.length);
  writer.int64(options.baseOffset ?? 0);
  writer.int32(batchHeaderBytes - batchOverheadBytes + content.length);
  writer.int32(options.partitionLeaderEpoch ?? -1);
  writer.int8(currentMagic);
  const crc = writer.placeholderInt32();
  writer.int16(codecBits(compression) | (options.transactional ? 0x10 : 0) | (options.control ? 0x20 : 0));
  writer.int32(records.length - 1);
  writer.int64(first.timestamp);
  writer.int64(maxTimestamp);
  writer.int64(options.producerId ?? -1);
  writer.int16(options.producerEpoch ?? -1);
  writer.int32(options.baseSequence ?? -1);
  writer.int32(records.length);
  writer.raw(content);
  const batch = writer.finish();
  batch.writeUInt32BE(crc32c(batch, crcCoversFrom), crc);
  return batch;
}

/*
 * Record => length:varint attributes:int8 timestamp_delta:varlong offset_delta:varint
 *           key_length:varint key value_length:varint value count:varint header*
 * header => key_length:varint key value_length:varint value          a length of −1 is null
 */
function writeRecord(
  writer: WireWriter,
  record: NewRecord,
  offsetDelta: number,
  baseTimestamp: number,
): void {
  const content = new WireWriter(64 + (record.key?.length ?? 0) + (record.value?.length ?? 0));
  content.int8(0);
  content.varlong(record.timestamp - baseTimestamp);
  content.varint(offsetDelta);
  writeBytes(content, record.key ?? null);
  writeBytes(content, record.value);
  const headers = record.headers ?? [];
  content.varint(headers.length);
  for (const header of headers) {
    writeBytes(content, header.key);
    writeBytes(content, header.value);
  }
  writer.varint(content.length);
  writer.raw(content.finish());
}

function writeBytes(writer: WireWriter, value: Uint8Array | string | null): void {
  if (value === null) {
    writer.varint(-1);
    return;
  }
  const raw = typeof value === 'string' ? Buffer.from(value) : value;
  writer.varint(raw.length);
  writer.raw(raw);
}
