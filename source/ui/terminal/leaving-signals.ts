const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

export type LeavingSignal = (typeof signals)[number];

/**
 * Calls `leave` on a signal that asks the process to end, instead of ending it at once: the caller gives the terminal back
 * and lets the session close. A second signal ends the process as it would have without us. Returns what undoes it.
 *
 * Stays registered after the first signal: a library that re-raises signals does so only while nobody else listens.
 */
export function onLeavingSignal(leave: (signal: LeavingSignal) => void): () => void {
  let asked = false;
  const stop = (): void => {
    for (const signal of signals) process.removeListener(signal, listener);
  };
  const listener = (signal: LeavingSignal): void => {
    if (asked) {
      stop();
      process.kill(process.pid, signal);
      return;
    }
    asked = true;
    leave(signal);
  };
  for (const signal of signals) process.on(signal, listener);
  return stop;
}
