import { expect, test } from 'vitest';
import { countedSlice } from '../../../../source/embedded/bounds/slices.ts';
import { WorkQueue } from '../../../../source/embedded/kubernetes/machinery/work-queue.ts';
import { FakeClock, settle } from '../fake-clock.ts';

function setUp(reconcile: (key: string) => void) {
  const clock = new FakeClock();
  const errors: unknown[] = [];
  const queue = new WorkQueue({ clock, reconcile, onError: (_key, error) => errors.push(error) });
  return { clock, queue, errors };
}

test('a burst for one key is one reconcile', async () => {
  const seen: string[] = [];
  const { queue } = setUp((key) => seen.push(key));
  for (let index = 0; index < 100; index++) queue.add('a');
  queue.add('b');
  await settle();
  expect(seen).toEqual(['a', 'b']);
});

test('a failing key is retried with increasing delays until it succeeds', async () => {
  const times: number[] = [];
  const { clock, queue, errors } = setUp(() => {
    times.push(clock.wall());
    if (times.length < 5) throw new Error('not yet');
  });
  queue.add('a');
  await settle();
  await clock.advance(60_000);
  const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
  expect(gaps).toEqual([5, 10, 20, 40]);
  expect(errors).toHaveLength(4);
  expect(clock.pending).toBe(0);
});

test('the earlier of two delays counts, and a closed queue drops everything', async () => {
  const seen: number[] = [];
  const { clock, queue } = setUp(() => seen.push(clock.wall()));
  const start = clock.wall();
  queue.addAfter('a', 5000);
  queue.addAfter('a', 1000);
  queue.addAfter('a', 3000);
  await clock.advance(10_000);
  expect(seen).toEqual([start + 1000]);
  queue.addAfter('a', 1000);
  queue.add('b');
  queue.close();
  await clock.advance(10_000);
  expect(seen).toHaveLength(1);
  expect(clock.pending).toBe(0);
});

test('a long queue is processed in slices, each key once, and keys added meanwhile come last', async () => {
  const rounds: string[][] = [];
  const queue: WorkQueue = new WorkQueue({
    clock: new FakeClock(),
    reconcile: (key) => {
      rounds.at(-1)?.push(key);
      if (key === '0') queue.add('late');
    },
    onError: () => {},
    begin: () => {
      rounds.push([]);
      return countedSlice(10);
    },
  });
  for (let key = 0; key < 35; key++) queue.add(String(key));
  await settle();
  expect(rounds.slice(0, 4).map(({ length }) => length)).toEqual([10, 10, 10, 5]);
  expect(rounds.flat().at(-1)).toBe('late');
  expect(new Set(rounds.flat()).size).toBe(36);
  expect(rounds.flat()).toHaveLength(36);
});
