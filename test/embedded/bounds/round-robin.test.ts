import { expect, test } from 'vitest';
import { RoundRobin } from '../../../source/embedded/bounds/round-robin.ts';

function takeAll<Item>(waiting: RoundRobin<Item>): Item[] {
  const taken: Item[] = [];
  for (let item = waiting.take(); item !== undefined; item = waiting.take()) taken.push(item);
  return taken;
}

test('owners take turns, and each owner keeps its order', () => {
  const waiting = new RoundRobin<string>();
  for (const item of ['a1', 'a2', 'a3']) waiting.add('a', item);
  for (const item of ['b1', 'b2']) waiting.add('b', item);
  waiting.add('c', 'c1');
  expect(waiting.size).toBe(6);
  expect(takeAll(waiting)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  expect(waiting.size).toBe(0);
});

test('a removed item is not taken, and leaves no empty turn', () => {
  const waiting = new RoundRobin<string>();
  waiting.add('a', 'a1');
  waiting.add('b', 'b1');
  waiting.remove('a', 'a1');
  waiting.remove('a', 'a1');
  waiting.remove('b', 'unknown');
  expect(waiting.size).toBe(1);
  expect(takeAll(waiting)).toEqual(['b1']);
});
