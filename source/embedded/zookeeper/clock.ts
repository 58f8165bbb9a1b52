import { backgroundClock } from '../../time/background-clock.ts';
import type { Clock } from '../../time/clock.ts';

/** The time that a server lives by; a test brings its own. */
export interface ServerClock extends Pick<Clock, 'monotonic' | 'wall'> {
  /** Calls again and again until cancelled; never keeps the process alive. */
  every(intervalMs: number, run: () => void): () => void;
  /** Calls once, after the input that waits on sockets and streams now has been taken. */
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
  // Timers run before sockets are read. One turn lets clients in this process write what is due, the next reads it.
  afterInput: (run) => void setImmediate(() => setImmediate(run)),
};
