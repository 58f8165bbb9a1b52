import { expect, test } from 'vitest';
import { rememberedDigest } from '../../../../source/embedded/kubernetes/machinery/template-hash.ts';

test('the hash of a stored template is computed once, and that of a mutable one each time', () => {
  let reads = 0;
  const digest = rememberedDigest((value: object) => {
    reads += 1;
    return value;
  });
  const stored = Object.freeze({ b: 1, a: 2 });
  const first = digest(stored);
  expect([digest(stored), reads]).toEqual([first, 1]);
  const draft: Record<string, number> = { a: 2, b: 1 };
  expect(digest(draft)).toBe(first);
  draft.a = 3;
  expect(digest(draft)).not.toBe(first);
});
