import { finish } from '../../bounds/slices.ts';
import { WireReader } from '../bytes/reader.ts';
import { WireError } from '../bytes/wire-error.ts';
import {
  type BatchHeader,
  batchHeaderBytes,
  batchSize,
  compressionOf,
  crcCoversFrom,
  readBatchHeader,
} from './batch-header.ts';
import { crc32cInSteps } from './crc32c.ts';
import { leastRecordBytes } from './record.ts';

/** How many records are walked in one step: about 2 ms of work. */
const stepRecords = 64 * 1024;

/** A batch in place: its header, and its position in `data`. */
export interface BatchView {
  readonly header: BatchHeader;
  readonly start: number;
  readonly end: number;
}

/**
 * Splits records from outside into whole, validated batches: length, magic, CRC, a known compression, and a count that matches the last
 * offset delta. Does not decode records, but uncompressed ones must fill their batch exactly. Accepts control batches. Throws a {@link
 * WireError}.
 */
export function splitBatches(data: Buffer): BatchView[] {
  return finish(splitBatchesInSteps(data));
}

/** The same in steps. */
export function* splitBatchesInSteps(data: Buffer): Generator<undefined, BatchView[]> {
  const batches: BatchView[] = [];
  for (let start = 0; start < data.length; ) {
    if (start > 0) yield;
    const batch = yield* checkBatchInSteps(data, start);
    const { recordCount, lastOffsetDelta } = batch.header;
    if (recordCount !== lastOffsetDelta + 1) throw wrongCount(batch.header);
    if (compressionOf(batch.header.attributes) === 'none') yield* checkRecords(data, batch);
    batches.push(batch);
    start = batch.end;
  }
  return batches;
}

/**
 * The validated batches of records as a log has them: compaction may have taken some out of a batch. An unfinished batch at the end is left
 * out. Throws a {@link WireError}.
 */
export function* storedBatches(data: Buffer): Generator<BatchView> {
  for (let start = 0; data.length - start >= batchHeaderBytes; ) {
    if (start + batchSize(data, start) > data.length) return;
    const batch = checkBatch(data, start);
    yield batch;
    start = batch.end;
  }
}

/** The validated batch at `start`; a compacted one may lack records. Throws a {@link WireError}. */
export function checkBatch(data: Buffer, start: number): BatchView {
  return finish(checkBatchInSteps(data, start));
}

/** The same in steps. */
export function* checkBatchInSteps(data: Buffer, start: number): Generator<undefined, BatchView> {
  const header = readBatchHeader(data, start);
  const end = start + header.sizeInBytes;
  if (end > data.length) {
    throw new WireError(
      'truncated',
      `a record batch of ${header.sizeInBytes} bytes, ${data.length - start} there`,
    );
  }
  const crc = yield* crc32cInSteps(data, start + crcCoversFrom, end);
  if (crc !== header.crc)
    throw new WireError('crc', `a record batch with CRC \`${crc}\` that says \`${header.crc}\``);
  if (header.recordCount < 1 || header.recordCount > header.lastOffsetDelta + 1) throw wrongCount(header);
  compressionOf(header.attributes);
  return { header, start, end };
}

function wrongCount({ recordCount, lastOffsetDelta }: BatchHeader): WireError {
  return new WireError(
    'value',
    `\`${recordCount}\` records with a last offset delta of \`${lastOffsetDelta}\``,
  );
}

/** Walks the lengths of a batch's uncompressed records, so that only readable data is stored. */
function* checkRecords(data: Buffer, { header, start, end }: BatchView): Generator<undefined, void> {
  const reader = new WireReader(data, start + batchHeaderBytes, end);
  for (let index = 0; index < header.recordCount; index++) {
    if (index > 0 && index % stepRecords === 0) yield;
    const length = reader.varint();
    if (length < leastRecordBytes - 1) throw new WireError('value', `a record of \`${length}\` bytes`);
    reader.skip(length);
  }
  if (reader.remaining > 0) throw new WireError('value', `${reader.remaining} bytes after the last record`);
}
