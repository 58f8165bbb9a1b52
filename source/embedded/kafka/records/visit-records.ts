import { WireReader } from '../bytes/reader.ts';
import { WireError } from '../bytes/wire-error.ts';
import { type BatchHeader, isLogAppendTime } from './batch-header.ts';
import { brokerLimits, readBytes, type UnpackedBatch, unpackBatch } from './decode-batch.ts';

/** How many records are visited in one step: about a ms of work. */
export const stepRecords = 4096;

/** What a broker reads of a record: neither the value nor the headers. */
export interface RecordView {
  readonly offset: number;
  /** ms */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly isTombstone: boolean;
  /** Where it is in the decompressed records. */
  readonly start: number;
  readonly end: number;
}

/**
 * Visits the records of a client's batch in order and in steps, until `visit` returns false. Decompressing is one step. Throws a
 * {@link WireError} for an unreadable batch, or one beyond {@link brokerLimits}; the records before were visited then.
 */
export function* visitRecords(
  batch: Buffer,
  visit: (record: RecordView, header: BatchHeader) => boolean,
): Generator<undefined, UnpackedBatch> {
  const unpacked = unpackBatch(batch, 0, brokerLimits);
  const { header, plain } = unpacked;
  if (plain.length > 64 * 1024) yield;
  const reader = new WireReader(plain);
  for (let index = 0; index < header.recordCount; index++) {
    if (index > 0 && index % stepRecords === 0) yield;
    if (!visit(readView(reader, header), header)) return unpacked;
  }
  if (reader.remaining > 0) throw new WireError('length', `${reader.remaining} bytes after the last record`);
  return unpacked;
}

/* The grammar of a record is in encode-batch.ts. */
function readView(reader: WireReader, header: BatchHeader): RecordView {
  const start = reader.offset;
  const length = reader.varint();
  const end = reader.offset + length;
  reader.int8();
  const written = header.baseTimestamp + reader.varlongAsNumber();
  const timestamp = isLogAppendTime(header.attributes) ? header.maxTimestamp : written;
  const offset = header.baseOffset + reader.varint();
  const key = readBytes(reader);
  const isTombstone = reader.varint() === -1;
  reader.skip(end - reader.offset);
  return { offset, timestamp, key, isTombstone, start, end };
}
