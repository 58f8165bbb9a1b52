import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapsOf, sizeOf, union, within } from '../../../source/session/count/offset-ranges.ts';

const anyRanges = fc
  .array(fc.tuple(fc.nat(200), fc.nat(10)), { maxLength: 8 })
  .map((pairs) => union(pairs.map(([first, more]) => [[first, first + more] as const])));

const offsetsOf = (ranges: readonly (readonly [number, number])[]): Set<number> =>
  new Set(
    ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index)),
  );

describe('ranges of offsets', () => {
  it('form the same union as sets of the offsets', () => {
    fc.assert(
      fc.property(anyRanges, anyRanges, (a, b) => {
        const both = union([a, b]);
        expect(offsetsOf(both)).toEqual(new Set([...offsetsOf(a), ...offsetsOf(b)]));
        expect(sizeOf(both)).toBe(offsetsOf(both).size);
        for (const [first, last] of gapsOf(both)) expect(last).toBeGreaterThanOrEqual(first);
      }),
    );
  });

  it('are clipped to a window', () => {
    fc.assert(
      fc.property(anyRanges, fc.nat(200), fc.nat(200), (ranges, from, to) => {
        const inside = [...offsetsOf(ranges)].filter((offset) => offset >= from && offset < to);
        expect(offsetsOf(within(ranges, from, to))).toEqual(new Set(inside));
      }),
    );
  });
});
