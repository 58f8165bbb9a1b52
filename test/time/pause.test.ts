import { describe, expect, it } from 'vitest';
import { pause, pauseUntilAborted } from '../../source/time/pause.ts';
import { FakeClock } from './fake-clock.ts';

describe('a pause', () => {
  it('ends after its time', async () => {
    const clock = new FakeClock();
    await pause(clock, 300, new AbortController().signal);
    expect(clock.monotonic()).toBe(300);
  });

  it('rejects with the reason of its signal, before or during it, and leaves no timer', async () => {
    const clock = new FakeClock();
    const reason = new Error('cancelled');
    await expect(pause(clock, 300, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const paused = pause(clock, 300, controller.signal);
    controller.abort(reason);
    await expect(paused).rejects.toBe(reason);
    expect(clock.pending).toBe(0);
  });

  it('resolves in either case if an abort may shorten it', async () => {
    const clock = new FakeClock();
    await pauseUntilAborted(clock, 300, AbortSignal.abort());
    expect(clock.monotonic()).toBe(0);
    const controller = new AbortController();
    const paused = pauseUntilAborted(clock, 300, controller.signal);
    controller.abort();
    await paused;
    expect(clock.pending).toBe(0);
    await pauseUntilAborted(clock, 300, new AbortController().signal);
    expect(clock.monotonic()).toBe(300);
  });
});
