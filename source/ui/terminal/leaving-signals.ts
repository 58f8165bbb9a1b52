import { terminalState } from '../../terminal/terminal-state.ts';

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 } as const;

export type LeavingSignal = keyof typeof exitCodes;

const signals = Object.keys(exitCodes) as LeavingSignal[];

/** The exit code of a program that a signal ended, as a shell reports it. */
export const exitCodeOfSignal: Readonly<Record<LeavingSignal, number>> = exitCodes;

let ignoring = 0;

/**
 * SIGINT and SIGQUIT that may come from the terminal ask nobody to leave until the returned function is called: another program has the
 * terminal, and the keys. Once it has a process group of its own, none of ours comes from there.
 */
export function ignoreInterrupts(): () => void {
  ignoring += 1;
  let isOver = false;
  return () => {
    if (!isOver) ignoring -= 1;
    isOver = true;
  };
}

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
    const isKey = signal === 'SIGINT' || signal === 'SIGQUIT';
    if (ignoring > 0 && isKey && terminalState() === 'ours') return;
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
