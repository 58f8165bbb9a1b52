import type { DirectoryStatus } from './paths/directory-identity.ts';

const lookEveryMs = 1_000;

/**
 * Checks every second whether a directory still exists, and calls `onGone` once after two checks without it. A check that the system
 * refuses (no permission, no descriptors left, an I/O error) does not count. Keeps no process alive. Returns the stop function.
 */
export function watchDirectory(
  look: () => Promise<DirectoryStatus>,
  onGone: () => void,
  everyMs = lookEveryMs,
): () => void {
  let timesGone = 0;
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look().then((status) => {
      isLooking = false;
      if (status === 'unknown') return;
      timesGone = status === 'gone' ? timesGone + 1 : 0;
      if (timesGone < 2) return;
      clearInterval(timer);
      onGone();
    });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
