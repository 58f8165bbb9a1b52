import { maxDecompressedBytes } from '../../../compression/bytes/expanding-buffer.ts';
import { WireReader } from '../bytes/reader.ts';
import { WireError } from '../bytes/wire-error.ts';
import {
  type BatchHeader,
  batchHeaderBytes,
  compressionOf,
  isLogAppendTime,
  readBatchHeader,
} from './batch-header.ts';
import { decompress } from './compression.ts';
import { type KafkaRecord, leastRecordBytes, type RecordHeader } from './record.ts';

export interface DecodedBatch {
  readonly header: BatchHeader;
  readonly records: readonly KafkaRecord[];
}

export interface UnpackedBatch {
  readonly header: BatchHeader;
  readonly plain: Buffer;
}

/** Limits for reading one batch. */
export interface DecodeLimits {
  /** Decompressed bytes, 32 MiB at most. */
  readonly bytes: number;
  readonly records: number;
  /** Of all records together. */
  readonly headers: number;
}

/** A header takes 2 bytes, and some hundred once it is decoded. Of one record no more are read, whatever the limits. */
export const mostHeadersOfRecord = 50_000;

/**
 * How much a broker reads at once of a client's batch, which takes some 50 ms. Larger batches are stored and served like any other; only
 * searches by time, compaction and the key check treat them as opaque.
 */
export const brokerLimits: DecodeLimits = { bytes: 8 * 1024 * 1024, records: 50_000, headers: 50_000 };

const noLimits: DecodeLimits = {
  bytes: maxDecompressedBytes,
  records: Number.POSITIVE_INFINITY,
  headers: Number.POSITIVE_INFINITY,
};

/**
 * The records of the batch at `start`, decompressed. Does not check the CRC: `splitBatches` does that for batches from outside. Keys and
 * values are views. Throws a {@link WireError}, also beyond the limits.
 */
export function decodeBatch(data: Buffer, start = 0, limits: DecodeLimits = noLimits): DecodedBatch {
  const { header, records } = openBatch(data, start, limits);
  return { header, records: [...records] };
}

/** The same, record by record: decompressed at once, decoded on demand. */
export function openBatch(
  data: Buffer,
  start = 0,
  limits: DecodeLimits = noLimits,
): { readonly header: BatchHeader; readonly records: Iterable<KafkaRecord> } {
  const { header, plain } = unpackBatch(data, start, limits);
  return { header, records: readRecords(new WireReader(plain), header, limits.headers) };
}

/** The batch at `start` with its records decompressed and not decoded. Throws a {@link WireError}. */
export function unpackBatch(data: Buffer, start: number, limits: DecodeLimits): UnpackedBatch {
  const header = readBatchHeader(data, start);
  if (start + header.sizeInBytes > data.length) {
    throw new WireError(
      'truncated',
      `a record batch of ${header.sizeInBytes} bytes, ${data.length - start} there`,
    );
  }
  if (header.recordCount > limits.records)
    throw new WireError('length', `\`${header.recordCount}\` records, where ${limits.records} are read`);
  const content = data.subarray(start + batchHeaderBytes, start + header.sizeInBytes);
  const plain = decompress(compressionOf(header.attributes), content, limits.bytes);
  if (header.recordCount < 0 || header.recordCount > plain.length / leastRecordBytes) {
    throw new WireError('length', `\`${header.recordCount}\` records in ${plain.length} bytes`);
  }
  return { header, plain };
}

function* readRecords(reader: WireReader, header: BatchHeader, mostHeaders: number): Generator<KafkaRecord> {
  let left = mostHeaders;
  for (let index = 0; index < header.recordCount; index++) {
    const record = readRecord(reader, header, Math.min(left, mostHeadersOfRecord));
    left -= record.headers.length;
    yield record;
  }
  if (reader.remaining > 0) throw new WireError('length', `${reader.remaining} bytes after the last record`);
}

/* The grammar of a record is in encode-batch.ts. */
function readRecord(reader: WireReader, header: BatchHeader, mostHeaders: number): KafkaRecord {
  return reader.within(reader.varint(), () => {
    reader.int8();
    const written = header.baseTimestamp + reader.varlongAsNumber();
    const timestamp = isLogAppendTime(header.attributes) ? header.maxTimestamp : written;
    const offset = header.baseOffset + reader.varint();
    const key = readBytes(reader);
    const value = readBytes(reader);
    return { offset, timestamp, key, value, headers: readHeaders(reader, mostHeaders) };
  });
}

function readHeaders(reader: WireReader, most: number): readonly RecordHeader[] {
  const count = reader.varint();
  if (count < 0 || count > reader.remaining) throw new WireError('length', `\`${count}\` headers`);
  if (count > most) throw new WireError('length', `\`${count}\` headers, where ${most} are read`);
  const headers: RecordHeader[] = [];
  for (let index = 0; index < count; index++) {
    const key = readBytes(reader);
    if (key === null) throw new WireError('null', 'a header without a key');
    headers.push({ key: key.toString('utf8'), value: readBytes(reader) });
  }
  return headers;
}

export function readBytes(reader: WireReader): Buffer | null {
  const length = reader.varint();
  return length === -1 ? null : reader.view(length);
}
