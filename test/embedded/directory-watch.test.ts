import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchDirectory } from '../../source/embedded/directory-watch.ts';
import type { DirectoryStatus } from '../../source/embedded/paths/directory-identity.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The number of times a watch called its owner, for what it saw each second. */
async function callsFor(...seen: readonly DirectoryStatus[]): Promise<number> {
  const onGone = vi.fn();
  const look = vi.fn(async (): Promise<DirectoryStatus> => seen[look.mock.calls.length - 1] ?? 'same');
  const stop = watchDirectory(look, onGone);
  await vi.advanceTimersByTimeAsync(seen.length * 1000 + 500);
  stop();
  return onGone.mock.calls.length;
}

it('a cluster whose directory was removed kept running: now it is notified once, after two checks', async () => {
  expect(await callsFor('same', 'gone', 'gone', 'gone', 'gone')).toBe(1);
  expect(await callsFor('gone', 'unknown', 'gone')).toBe(1);
});

it('a failed check, or a directory that is missing for a moment, ends no cluster', async () => {
  expect(await callsFor('gone', 'same', 'gone', 'same')).toBe(0);
  expect(await callsFor('unknown', 'unknown', 'unknown', 'unknown', 'gone')).toBe(0);
});

it('a check that hangs, as on a network file system, is not repeated meanwhile', async () => {
  const look = vi.fn(() => new Promise<DirectoryStatus>(() => {}));
  const stop = watchDirectory(look, () => {});
  await vi.advanceTimersByTimeAsync(10_000);
  stop();
  expect(look).toHaveBeenCalledTimes(1);
});
