import { expect, it } from 'vitest';
import { inParallel } from '../../../../source/commands/lab/proof/in-parallel.ts';

it('processes a limited number of items at a time, and keeps their order', async () => {
  let now = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  const results = inParallel([1, 2, 3, 4, 5], 2, async (item) => {
    now += 1;
    most = Math.max(most, now);
    if (item < 5) await new Promise<void>((resolve) => waiting.push(resolve));
    now -= 1;
    return item * 10;
  });
  while (waiting.length > 0) {
    waiting.pop()!();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  expect(await results).toEqual([10, 20, 30, 40, 50]);
  expect(most).toBe(2);
});

it('does nothing without items', async () => {
  expect(await inParallel([], 3, () => Promise.resolve(1))).toEqual([]);
});

it('rejects only once all work has ended, and starts nothing after every worker has failed', async () => {
  const done: number[] = [];
  const work = inParallel([1, 2, 3, 4], 2, async (item) => {
    if (item !== 2) throw new Error(`${item}`);
    await new Promise<void>((resolve) => setImmediate(resolve));
    done.push(item);
    throw new Error('2');
  });
  await expect(work).rejects.toThrow('1');
  expect(done).toEqual([2]);
});
