import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { finish } from '../../../../../source/embedded/bounds/slices.ts';
import * as steps from '../../../../../source/embedded/kafka/broker/storage/correct-max-timestamp.ts';
import {
  type BatchHeader,
  crcCoversFrom,
  readBatchHeader,
} from '../../../../../source/embedded/kafka/records/batch-header.ts';
import { crc32c } from '../../../../../source/embedded/kafka/records/crc32c.ts';
import { encodeBatch } from '../../../../../source/embedded/kafka/records/encode-batch.ts';
import { checkBatch } from '../../../../../source/embedded/kafka/records/split-batches.ts';

const value = Buffer.from('v');
const batchOf = (compression: 'none' | 'gzip') =>
  encodeBatch(
    [5_000, 9_000, 7_000].map((timestamp) => ({ key: null, value, timestamp })),
    { compression },
  );

const correctMaxTimestamp = (batch: Buffer, header: BatchHeader) =>
  finish(steps.correctMaxTimestamp(batch, header));

function withMaxTimestamp(batch: Buffer, time: bigint): Buffer {
  batch.writeBigInt64BE(time, 35);
  batch.writeUInt32BE(crc32c(batch, crcCoversFrom, batch.length), 17);
  return batch;
}

const withoutMaxTimestamp = (batch: Buffer) => withMaxTimestamp(batch, -1n);

describe('the maximum timestamp of a batch', () => {
  it.each(['none', 'gzip'] as const)(
    'is taken from its records if sarama left it out (%s)',
    (compression) => {
      const batch = withoutMaxTimestamp(batchOf(compression));
      correctMaxTimestamp(batch, readBatchHeader(batch));
      expect(readBatchHeader(batch).maxTimestamp).toBe(9_000);
      expect(() => checkBatch(batch, 0)).not.toThrow();
    },
  );

  it.each(['none', 'gzip'] as const)(
    'was what a producer claimed, later than any record (%s)',
    (compression) => {
      const batch = withMaxTimestamp(batchOf(compression), 1_764_500_000_000n);
      correctMaxTimestamp(batch, readBatchHeader(batch));
      expect(readBatchHeader(batch).maxTimestamp).toBe(9_000);
      expect(() => checkBatch(batch, 0)).not.toThrow();
    },
  );

  it('stays as it is in a batch that cannot be decompressed', () => {
    const batch = batchOf('none');
    batch.writeInt16BE(4, 21);
    const zstd = withoutMaxTimestamp(batch);
    const correct = () => correctMaxTimestamp(zstd, readBatchHeader(zstd));
    if ('zstdDecompressSync' in zlib) return expect(correct).toThrow();
    correct();
    expect(readBatchHeader(zstd).maxTimestamp).toBe(5_000);
  });

  it('is left alone if it is right', () => {
    const batch = batchOf('none');
    const before = Buffer.from(batch);
    correctMaxTimestamp(batch, readBatchHeader(batch));
    expect(batch.equals(before)).toBe(true);
  });

  it('is not corrected in a corrupt batch, which would get a valid CRC', () => {
    const batch = withoutMaxTimestamp(batchOf('none'));
    batch[batch.length - 1]! ^= 1;
    expect(() => correctMaxTimestamp(batch, readBatchHeader(batch))).toThrow();
  });
});
