import { expect, it } from 'vitest';
import { LiveContent } from '../../../source/commands/views/live-content.ts';

it('makes nothing of changes that nobody looks at, and the last one once when somebody does', async () => {
  const live = new LiveContent(0);
  const made: number[] = [];
  let told = 0;
  live.subscribe(() => {
    told += 1;
  });
  for (const number of [1, 2, 3]) {
    live.change(() => {
      made.push(number);
      return number;
    });
    await expect.poll(() => told).toBe(number);
  }
  expect(made).toEqual([]);
  expect(live.snapshot()).toBe(3);
  expect(live.snapshot()).toBe(3);
  expect(made).toEqual([3]);
  live.close();
});

it('stays the same until the listeners are told of a change', async () => {
  const live = new LiveContent('before');
  const told = new Promise<void>((resolve) => live.subscribe(resolve));
  live.change(() => 'after');
  expect(live.snapshot()).toBe('before');
  await told;
  expect(live.snapshot()).toBe('after');
  live.close();
});

it('tells of what a key has led to at once, even right after another change', async () => {
  const live = new LiveContent('');
  let told = 0;
  live.subscribe(() => {
    told += 1;
  });
  live.change(() => 'by itself');
  await expect.poll(() => told).toBe(1);
  live.changeNow(() => 'by a key');
  expect(told).toBe(2);
  expect(live.snapshot()).toBe('by a key');
  live.close();
});
