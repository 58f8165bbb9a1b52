import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TailCache, TailCaches } from '../../../../source/embedded/kafka/log/tail-cache.ts';

const limit = 16 * 1024;

it('caches of thousands of partitions held a gigabyte: the one appended to longest ago is emptied', () => {
  const caches = new TailCaches(2 * limit);
  const [first, second, third] = [0, 1, 2].map(() => new TailCache(limit, 0, caches)) as [
    TailCache,
    TailCache,
    TailCache,
  ];
  for (const cache of [first, second]) cache.append(Buffer.alloc(limit, 1));
  first.append(Buffer.alloc(10, 2));
  third.append(Buffer.alloc(limit, 3));
  expect(second.view(0, 10)).toBeUndefined();
  expect(first.view(limit, 10)).toEqual(Buffer.alloc(10, 2));
  expect(third.view(0, limit)).toEqual(Buffer.alloc(limit, 3));
  second.append(Buffer.alloc(10, 4));
  expect(second.view(limit, 10)).toEqual(Buffer.alloc(10, 4));
});

it('a cache shows what was appended or nothing, and the caches together stay below their limit', () => {
  const step = fc.record({
    cache: fc.nat(3),
    bytes: fc.integer({ min: 1, max: limit + 1 }),
    empties: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const caches = new TailCaches(2 * limit);
      const all = [0, 1, 2, 3].map(() => ({ cache: new TailCache(limit, 0, caches), log: Buffer.alloc(0) }));
      for (const [index, { cache: which, bytes, empties }] of steps.entries()) {
        const one = all[which]!;
        if (empties && index % 4 === 0) one.cache.empty();
        const data = Buffer.alloc(bytes, index);
        one.cache.append(data);
        one.log = Buffer.concat([one.log, data]);
        expect(caches.bytes).toBeLessThanOrEqual(2 * limit);
        for (const { cache, log } of all) {
          const from = Math.max(0, log.length - 100);
          const view = cache.view(from, log.length - from);
          if (view) expect(view.equals(log.subarray(from))).toBe(true);
        }
        if (bytes <= limit) expect(one.cache.view(one.log.length - bytes, bytes)?.equals(data)).toBe(true);
      }
      for (const { cache } of all) cache.empty();
      expect(caches.bytes).toBe(0);
    }),
  );
});
