const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 } as const;

export type LeavingSignal = keyof typeof exitCodes;

const signals = Object.keys(exitCodes) as LeavingSignal[];

/** The exit code of a program that a signal ended, as a shell reports it. */
export const exitCodeOfSignal: Readonly<Record<LeavingSignal, number>> = exitCodes;

/**
 * Calls `leave` on a signal that asks the process to end, instead of ending it at once: the caller restores the terminal
 * and lets the session close. A second signal exits at once, but for a second SIGHUP: a closed terminal sends more than one.
 * Returns a function that stops listening.
 *
 * Stays registered after the first signal: a library that re-raises signals does so only while nobody else listens.
 */
export function onLeavingSignal(leave: (signal: LeavingSignal) => void): () => void {
  let asked = false;
  const listener = (signal: LeavingSignal): void => {
    if (!asked) {
      asked = true;
      leave(signal);
    } else if (signal !== 'SIGHUP') process.exit(exitCodes[signal]);
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.removeListener(signal, listener);
  };
}
