import { expect, it } from 'vitest';
import { settleOnce } from '../../../../../source/embedded/kafka/broker/handlers/settle-once.ts';

it('asked of every partition again whenever one of them changed', () => {
  const settled = new Set<number>();
  let asked = 0;
  const partitions = Array.from({ length: 100 }, (_, index) => index);
  const all = settleOnce(partitions, (partition) => {
    asked++;
    return settled.has(partition);
  });
  const answers = partitions.map((partition) => {
    settled.add(partition);
    return all();
  });
  expect(answers.indexOf(true)).toBe(99);
  expect(asked).toBeLessThanOrEqual(200);
});

it('was ready although one was not settled', () => {
  const settled = new Set([1, 2]);
  const all = settleOnce([0, 1, 2], (item) => settled.has(item));
  expect(all()).toBe(false);
  settled.add(0);
  expect(all()).toBe(true);
});
