import { setTimeout as delay } from 'node:timers/promises';

/** The longest time that a timer takes. */
const longestTimer = 2_000_000_000;

/** Waits, or until an abort. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  for (let left = ms; left > 0 && !signal.aborted; left -= longestTimer) {
    try {
      await delay(Math.min(left, longestTimer), undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
