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
