import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { nextTurn } from '../../../../source/embedded/bounds/lanes/cluster.ts';
import { countedSlice } from '../../../../source/embedded/bounds/slices.ts';
import { RemovalQueue } from '../../../../source/embedded/kubernetes/machinery/removal-queue.ts';
import { PathError } from '../../../../source/embedded/paths/path-error.ts';
import { makeSandbox } from '../../paths/hostile-paths.ts';

/** A directory with files, half of them in a subdirectory. */
function fill(directory: string, files: number): void {
  const inner = join(directory, 'inner');
  mkdirSync(inner, { recursive: true });
  for (let file = 0; file < files; file++) writeFileSync(join(file % 2 ? inner : directory, `f${file}`), '');
}

/** The number of files that are not removed yet. */
function filesLeft(directory: string): number {
  const removed = join(directory, 'removed');
  if (!existsSync(removed)) return 0;
  return readdirSync(removed, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .length;
}

test('removing a volume with many files blocked the event loop: now each slice removes a limited number', async () => {
  const { inside } = makeSandbox();
  fill(join(inside, 'volumes', 'v'), 400);
  const log: string[] = [];
  const left: number[] = [];
  const begin = () => {
    left.push(filesLeft(inside));
    return countedSlice(25);
  };
  const removals = new RemovalQueue({ directory: inside, log: (line) => log.push(line), begin });
  removals.remove('volumes', 'v');
  expect(existsSync(join(inside, 'volumes', 'v'))).toBe(false);
  expect(filesLeft(inside)).toBe(400);
  await vi.waitUntil(() => readdirSync(join(inside, 'removed')).length === 0);
  const removed = left.slice(1).map((count, slice) => (left[slice] as number) - count);
  expect(removed.length).toBeGreaterThanOrEqual(400 / 25 - 1);
  expect(Math.max(...removed)).toBeLessThanOrEqual(25);
  expect(log).toEqual([]);
});

test('a new directory of the same name survives the removal', async () => {
  const { inside } = makeSandbox();
  const volume = join(inside, 'volumes', 'v');
  fill(volume, 60);
  const removals = new RemovalQueue({ directory: inside, log: () => {}, begin: () => countedSlice(5) });
  removals.remove('volumes', 'v');
  mkdirSync(volume);
  writeFileSync(join(volume, 'records'), 'new');
  await vi.waitUntil(() => readdirSync(join(inside, 'removed')).length === 0);
  expect(readdirSync(volume)).toEqual(['records']);
});

test('an unfinished removal of a closed cluster is completed by the next one', async () => {
  const { inside } = makeSandbox();
  fill(join(inside, 'v'), 60);
  const options = { directory: inside, log: () => {}, begin: () => countedSlice(5) };
  const first = new RemovalQueue(options);
  first.remove('v');
  while (filesLeft(inside) === 60) await nextTurn();
  first.close();
  const left = filesLeft(inside);
  expect(left).toBeGreaterThan(0);
  for (let turn = 0; turn < 3; turn++) await nextTurn();
  expect(filesLeft(inside)).toBe(left);
  new RemovalQueue(options);
  await vi.waitUntil(() => readdirSync(join(inside, 'removed')).length === 0);
});

test('no link is followed, wherever it is', async () => {
  const yard = makeSandbox();
  const removals = new RemovalQueue({ directory: yard.inside, log: () => {} });
  fill(join(yard.inside, 'v'), 3);
  symlinkSync(yard.outside, join(yard.inside, 'v', 'link'));
  symlinkSync(yard.outside, join(yard.inside, 'door'));
  removals.remove('v');
  removals.remove('door');
  await vi.waitUntil(() => readdirSync(join(yard.inside, 'removed')).length === 0);
  expect(readdirSync(yard.inside)).toEqual(['removed']);
  symlinkSync(yard.outside, join(yard.inside, 'door'));
  expect(() => removals.remove('door', 'thesis.txt')).toThrow(PathError);
  expect(() => removals.remove('..')).toThrow(PathError);
  yard.check();
});
