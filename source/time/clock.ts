/** Time as the app sees it. It is injected, so that tests can stop and advance it. */
export interface Clock {
  /** ms since the epoch. */
  wall(): number;
  /** ms from an arbitrary origin; never goes back. */
  monotonic(): number;
  /** Calls `run` once after `ms`. Returns the cancellation. */
  after(ms: number, run: () => void): () => void;
}

/** The machine's clock. A timer that waits keeps the process alive. */
export const systemClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
