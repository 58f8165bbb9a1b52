import type { Standing } from './paths/directory-identity.ts';

const lookEveryMs = 1_000;

/**
 * Looks once a second whether a directory is still there, and calls `onGone` once when two looks have found that it is not. A look that the
 * system refuses (no permission, no descriptors left, an I/O error) says nothing. Keeps no process alive. Returns what ends it.
 */
export function watchDirectory(
  look: () => Promise<Standing>,
  onGone: () => void,
  everyMs = lookEveryMs,
): () => void {
  let timesGone = 0;
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look().then((standing) => {
      isLooking = false;
      if (standing === 'unknown') return;
      timesGone = standing === 'gone' ? timesGone + 1 : 0;
      if (timesGone < 2) return;
      clearInterval(timer);
      onGone();
    });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
