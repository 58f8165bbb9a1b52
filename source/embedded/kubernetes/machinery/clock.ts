/** Time as controllers and the node agent see it; tests put one that they move by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `action` once after `ms`. Returns the cancellation. */
  after(ms: number, action: () => void): () => void;
}

/** setTimeout's own limit: a longer delay would fire at once. */
const longestDelay = 2 ** 31 - 1;

/** The machine's clock. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: Date.now,
  after(ms, action) {
    const timer = setTimeout(action, Math.min(Math.max(ms, 0), longestDelay));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** RFC 3339 in whole seconds, as `metav1.Time` is written. */
export function timestampAt(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
