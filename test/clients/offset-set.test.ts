import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OffsetSet } from '../../source/clients/offset-set.ts';

it('counts every distinct offset once, in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60)), (offsets) => {
      const set = new OffsetSet();
      const reference = new Set<number>();
      for (const offset of offsets) {
        expect(set.add(offset)).toBe(!reference.has(offset));
        reference.add(offset);
      }
      expect(set.size).toBe(reference.size);
    }),
  );
});

it('does not grow with each message that another producer sends in between', () => {
  const set = new OffsetSet(100);
  for (let offset = 0; offset < 10_000; offset += 2) expect(set.add(offset)).toBe(true);
  expect(set.size).toBe(5_000);
  expect(set.ranges().length).toBeLessThanOrEqual(100);
  expect(set.ranges().at(-1)).toEqual([9_998, 9_998]);
});

it('treats an offset as seen if the gaps around it were dropped', () => {
  const set = new OffsetSet(4);
  for (const offset of [0, 2, 4, 6, 8]) set.add(offset);
  expect(set.add(2)).toBe(false);
  expect(set.add(3)).toBe(false);
  expect(set.add(7)).toBe(true);
  expect(set.size).toBe(6);
});
