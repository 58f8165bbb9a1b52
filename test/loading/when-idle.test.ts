import { expect, it, vi } from 'vitest';
import { whenIdle } from '../../source/loading/when-idle.ts';

it('waits while the process is busy, and acts once when it no longer is', async () => {
  let turns = 0;
  let isBusy = true;
  const work = (): void => {
    turns += 1;
    const until = performance.now() + 20;
    while (performance.now() < until);
    if (isBusy) setImmediate(work);
  };
  work();
  const act = vi.fn();
  const everyMs = 30;
  whenIdle(act, everyMs);
  await vi.waitUntil(() => turns > 20, { timeout: 20_000 });
  expect(act).not.toHaveBeenCalled();
  isBusy = false;
  await vi.waitUntil(() => act.mock.calls.length > 0, { timeout: 10_000 });
  expect(act).toHaveBeenCalledTimes(1);
});
