import { expect, it } from 'vitest';
import { Thinned } from '../../source/report/thinned.ts';

it('keeps all of a few, and an even part of many', () => {
  const few = new Thinned<number>(10);
  for (let at = 0; at < 9; at++) few.add(() => at);
  expect([few.seen, few.kept.length]).toEqual([9, 9]);

  const many = new Thinned<number>(10);
  for (let at = 0; at < 1_000; at++) many.add(() => at);
  expect(many.seen).toBe(1_000);
  expect(many.kept.length).toBeGreaterThanOrEqual(5);
  expect(many.kept.length).toBeLessThan(10);
  const apart = many.kept.slice(1).map((value, index) => value - many.kept[index]!);
  expect(new Set(apart).size).toBe(1);
});
