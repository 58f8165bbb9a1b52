import { expect, it } from 'vitest';
import { countedSlice } from '../../../../../source/embedded/bounds/slices.ts';
import { ReplicaFetchers } from '../../../../../source/embedded/kafka/broker/cluster/replica-fetchers.ts';
import type { Partition } from '../../../../../source/embedded/kafka/broker/storage/partition.ts';
import { FakeTimers } from '../../fake-timers.ts';

type Follower = Pick<Partition, 'fetched'>;

it('each follower fetches everything its partitions lack in one go, independently of other followers', () => {
  const timers = new FakeTimers();
  const delays = [3, 5, 4];
  const fetchers = new ReplicaFetchers(timers, () => delays.shift()!);
  const seen: string[] = [];
  const partition = (name: string): Follower => ({ fetched: (id) => void seen.push(`${name} by ${id}`) });
  const [a, b] = [partition('a'), partition('b')];
  fetchers.fetch(1, a as Partition);
  fetchers.fetch(2, a as Partition);
  timers.advance(2);
  fetchers.fetch(1, b as Partition);
  fetchers.fetch(1, b as Partition);
  timers.advance(1);
  expect(seen.splice(0)).toEqual(['a by 1', 'b by 1']);
  timers.advance(2);
  expect(seen.splice(0)).toEqual(['a by 2']);
  fetchers.fetch(1, a as Partition);
  timers.advance(3);
  expect(seen).toEqual([]);
  timers.advance(1);
  expect(seen).toEqual(['a by 1']);
});

it('told of thousands of fetched partitions in one turn, for each of which others may wait', async () => {
  const timers = new FakeTimers();
  const fetchers = new ReplicaFetchers(
    timers,
    () => 1,
    () => countedSlice(10),
  );
  let fetched = 0;
  const isDone = new Promise<void>((resolve) => {
    for (let i = 0; i < 30; i++) {
      const one: Follower = { fetched: () => void (++fetched === 30 && resolve()) };
      fetchers.fetch(1, one as Partition);
    }
  });
  timers.advance(1);
  expect(fetched).toBe(10);
  await isDone;
});
