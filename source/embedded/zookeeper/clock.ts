import { backgroundClock } from '../../time/background-clock.ts';
import type { Clock } from '../../time/clock.ts';

/** A server's clock; tests inject their own. */
export interface ServerClock extends Pick<Clock, 'monotonic' | 'wall'> {
  /** Calls repeatedly until cancelled; never keeps the process alive. */
  every(intervalMs: number, run: () => void): () => void;
  /** Calls once, after all input now pending on sockets and streams has been read. */
  afterInput(run: () => void): void;
}

export const systemClock: ServerClock = {
  monotonic: backgroundClock.monotonic,
  wall: backgroundClock.wall,
  every: (intervalMs, run) => {
    const timer = setInterval(run, intervalMs);
    timer.unref();
    return () => clearInterval(timer);
  },
  // Timers run before sockets are read: one turn lets clients in this process write, the next reads it.
  afterInput: (run) => void setImmediate(() => setImmediate(run)),
};
