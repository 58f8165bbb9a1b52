import { expect, it } from 'vitest';
import { finish } from '../../../../../source/embedded/bounds/slices.ts';
import { summarizeRecords } from '../../../../../source/embedded/kafka/broker/storage/summarize-records.ts';
import { encodeBatch } from '../../../../../source/embedded/kafka/records/encode-batch.ts';

it.each(['none', 'gzip', 'snappy', 'lz4'] as const)('a batch was checked in one turn (%s)', (compression) => {
  const records = Array.from({ length: 45_000 }, (_, at) => ({ key: `${at}`, value: 'v', timestamp: at }));
  const steps = summarizeRecords(encodeBatch(records, { compression }));
  let turns = 0;
  let last = steps.next();
  for (; !last.done; last = steps.next()) turns++;
  expect(turns).toBeGreaterThanOrEqual(11);
  expect(last.value).toEqual({ hasAllKeys: true, earliest: 0, latest: 44_999 });
});

it('tells missing keys and times', () => {
  const batch = encodeBatch([
    { key: 'k', value: null, timestamp: -1 },
    { key: null, value: 'v', timestamp: 5 },
  ]);
  expect(finish(summarizeRecords(batch))).toEqual({ hasAllKeys: false, earliest: 5, latest: 5 });
});
