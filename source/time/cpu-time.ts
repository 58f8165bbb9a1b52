/** How much longer each attempt may take than the one before. */
const growth = 2;
const mostAttempts = 3;
/** The part of its limit that a script has used up at least where it ran all the time; a timer is never exact. */
const usedUp = 0.8;

/**
 * Runs a `vm.Script` for at most so much CPU time in all its attempts; undefined if that was not enough. Its own timeout counts the time of the
 * clock, in which a process on a busy machine, or one that was suspended, may hardly run at all: the script then begins again, with more time.
 */
export function withinCpuTime<T>(limitMs: number, run: (timeoutMs: number) => T): T | undefined {
  const before = process.cpuUsage();
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    try {
      return run(limitMs * growth ** attempt);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    }
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1_000 >= limitMs * usedUp) return undefined;
  }
  return undefined;
}
