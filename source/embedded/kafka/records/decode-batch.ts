import { WireReader } from '../bytes/reader.ts';
import { WireError } from '../bytes/wire-error.ts';
import { type BatchHeader, batchHeaderBytes, compressionOf, readBatchHeader } from './batch-header.ts';
import { decompress } from './compression.ts';
import { type KafkaRecord, leastRecordBytes, type RecordHeader } from './record.ts';

export interface DecodedBatch {
  readonly header: BatchHeader;
  readonly records: readonly KafkaRecord[];
}

/**
 * The records of the batch at `start`, decompressed. The CRC is not checked here: whoever takes a batch from outside does so
 * by `splitBatches`. Keys and values are views. Throws a {@link WireError}.
 */
export function decodeBatch(data: Buffer, start = 0): DecodedBatch {
  const header = readBatchHeader(data, start);
  if (start + header.sizeInBytes > data.length) {
    throw new WireError(
      'truncated',
      `a record batch of ${header.sizeInBytes} bytes, ${data.length - start} there`,
    );
  }
  const content = data.subarray(start + batchHeaderBytes, start + header.sizeInBytes);
  const plain = decompress(compressionOf(header.attributes), content);
  if (header.recordCount < 0 || header.recordCount > plain.length / leastRecordBytes) {
    throw new WireError('length', `\`${header.recordCount}\` records in ${plain.length} bytes`);
  }
  const reader = new WireReader(plain);
  const records: KafkaRecord[] = [];
  for (let index = 0; index < header.recordCount; index++) records.push(readRecord(reader, header));
  if (reader.remaining > 0) throw new WireError('length', `${reader.remaining} bytes after the last record`);
  return { header, records };
}

/* The grammar of a record stands in encode-batch.ts. */
function readRecord(reader: WireReader, header: BatchHeader): KafkaRecord {
  return reader.within(reader.varint(), () => {
    reader.int8();
    const timestamp = header.baseTimestamp + reader.varlongAsNumber();
    const offset = header.baseOffset + reader.varint();
    const key = readBytes(reader);
    const value = readBytes(reader);
    return { offset, timestamp, key, value, headers: readHeaders(reader) };
  });
}

function readHeaders(reader: WireReader): readonly RecordHeader[] {
  const count = reader.varint();
  if (count < 0 || count > reader.remaining) throw new WireError('length', `\`${count}\` headers`);
  const headers: RecordHeader[] = [];
  for (let index = 0; index < count; index++) {
    const key = readBytes(reader);
    if (key === null) throw new WireError('null', 'a header without a key');
    headers.push({ key: key.toString('utf8'), value: readBytes(reader) });
  }
  return headers;
}

function readBytes(reader: WireReader): Buffer | null {
  const length = reader.varint();
  return length === -1 ? null : reader.view(length);
}
