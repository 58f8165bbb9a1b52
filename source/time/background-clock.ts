import type { Clock } from './clock.ts';

/** setTimeout's own limit, ms: a longer delay would fire at once. */
const longestDelay = 2 ** 31 - 1;

/** The machine's clock for what runs in the background: its timers keep no process alive. */
export const backgroundClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(Math.max(ms, 0), longestDelay));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
