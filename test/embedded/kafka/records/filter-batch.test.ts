import { expect, it } from 'vitest';
import { finish } from '../../../../source/embedded/bounds/slices.ts';
import { readBatchHeader } from '../../../../source/embedded/kafka/records/batch-header.ts';
import { encodeBatch } from '../../../../source/embedded/kafka/records/encode-batch.ts';
import { filterBatchInSteps } from '../../../../source/embedded/kafka/records/filter-batch.ts';

const batchOf = (count: number) =>
  encodeBatch(
    Array.from({ length: count }, (_, index) => ({ key: `${index}`, value: 'v', timestamp: index })),
  );

it('kept the time of a record that is gone as the greatest: every search by time read the batch in vain', () => {
  const filtered = finish(filterBatchInSteps(batchOf(10), ({ timestamp }) => timestamp < 5))!;
  expect(readBatchHeader(filtered)).toMatchObject({ recordCount: 5, maxTimestamp: 4, lastOffsetDelta: 9 });
});

it.each([
  ['one in two stays', (offset: number) => offset % 2 === 0],
  ['all stay', () => true],
])('went through all records of a batch in one turn: %s', (_, keeps) => {
  let turns = 0;
  let mostInOne = 0;
  let seen = 0;
  const steps = filterBatchInSteps(batchOf(45_000), ({ offset }) => {
    seen++;
    return keeps(offset);
  });
  for (; !steps.next().done; seen = 0) {
    turns++;
    mostInOne = Math.max(mostInOne, seen);
  }
  expect(turns).toBeGreaterThanOrEqual(11);
  expect(mostInOne).toBeLessThanOrEqual(4096);
});
