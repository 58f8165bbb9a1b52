import { expect, it } from 'vitest';
import { finish } from '../../../../../source/embedded/bounds/slices.ts';
import * as check from '../../../../../source/embedded/kafka/broker/storage/require-timestamps.ts';
import { summarizeRecords } from '../../../../../source/embedded/kafka/broker/storage/summarize-records.ts';
import { encodeBatch } from '../../../../../source/embedded/kafka/records/encode-batch.ts';

const bounds = { now: 1_000_000, mostDifferenceMs: 1000 };
const batchOf = (...timestamps: number[]) =>
  encodeBatch(timestamps.map((timestamp) => ({ value: 'v', timestamp })));
const requireTimestamps = (batch: Buffer, wanted: typeof bounds) =>
  check.requireTimestamps(batch, finish(summarizeRecords(batch)), wanted);

it.each([
  ['all near', [1_000_000, 999_000, 1_001_000], true],
  ['one too old, between others', [1_000_000, 998_999, 1_000_500], false],
  ['one too new', [1_000_000, 1_001_001], false],
  ['none', [-1], true],
])('accepted any time of a producer: %s', (_, timestamps, isAccepted) => {
  const judge = () => requireTimestamps(batchOf(...timestamps), bounds);
  if (isAccepted) expect(judge).not.toThrow();
  else expect(judge).toThrow(expect.objectContaining({ code: 'INVALID_TIMESTAMP' }));
});

it('leaves what is no batch to the append', () => {
  expect(() => requireTimestamps(Buffer.from('no batch'), bounds)).not.toThrow();
});
