import { expect, test } from 'vitest';
import { HeldBytes } from '../../../source/embedded/bounds/held-bytes.ts';

const mib = 1024 * 1024;

test('partial frames on forty connections stay within the limit: the connection that holds the most is closed', () => {
  const lines: string[] = [];
  const broken: number[] = [];
  const held = new HeldBytes((line) => lines.push(line), 100 * mib);
  const shares = Array.from({ length: 40 }, (_, index) =>
    held.share(`connection ${index}`, () => broken.push(index)),
  );
  for (const share of shares) share.set(10 * mib);
  expect(held.total).toBeLessThanOrEqual(100 * mib);
  expect(broken).toHaveLength(30);
  expect(lines[0]).toContain('broken off');
});

test('a small connection survives a large one', () => {
  const broken: string[] = [];
  const held = new HeldBytes(() => {}, 10 * mib);
  held.share('small', () => broken.push('small')).set(mib);
  held.share('large', () => broken.push('large')).set(11 * mib);
  expect(broken).toEqual(['large']);
  expect(held.total).toBe(mib);
});

test('released bytes make room again', () => {
  const broken: string[] = [];
  const held = new HeldBytes(() => {}, 10 * mib);
  const share = held.share('one', () => broken.push('one'));
  for (let round = 0; round < 5; round++) {
    share.set(9 * mib);
    share.set(0);
  }
  expect(held.total).toBe(0);
  expect(broken).toEqual([]);
});
