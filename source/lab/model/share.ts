/**
 * The share of messages that one partition of several gets when each message goes to a random partition: each message is
 * an independent draw with probability `p`, so the number received of a window of `n` is binomial(n, p), and the share has
 * the standard deviation √(p(1 − p)/n).
 */
export interface ShareBounds {
  readonly low: number;
  readonly high: number;
}

/** How many standard deviations a share may be off. By chance alone, four are exceeded about once in 16,000 runs. */
export const allowedDeviations = 4;

/** The range of shares of `n` messages that chance alone can explain. `n` must be positive. */
export function shareBounds(n: number, p: number, deviations = allowedDeviations): ShareBounds {
  const spread = deviations * Math.sqrt((p * (1 - p)) / n);
  return { low: Math.max(0, p - spread), high: Math.min(1, p + spread) };
}

/** Whether `received` of `n` messages is compatible with the share `p`. */
export function isShare(received: number, n: number, p: number): boolean {
  if (n <= 0) return false;
  const { low, high } = shareBounds(n, p);
  const share = received / n;
  return share >= low && share <= high;
}
