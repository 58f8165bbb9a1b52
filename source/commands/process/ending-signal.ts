import { exitCodeOfLoss, type OutputLoss, onOutputLost } from '../../terminal/lost-output.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** A signal, or the loss of our output. */
export type Ending = (typeof signals)[number] | OutputLoss;

/** The exit code of a program that a signal ended, as a shell reports it. */
export const exitCodeOf: Record<Ending, number> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGQUIT: 131,
  SIGTERM: 143,
  ...exitCodeOfLoss,
};

/**
 * Calls `onEnding` at the first Ctrl-C, kill or closed terminal, or when our output loses its reader; a second Ctrl-C or kill ends
 * the process at once. Returns a function that stops listening.
 */
export function onEndingSignal(onEnding: (ending: Ending) => void): () => void {
  let count = 0;
  const listeners = signals.map((signal) => {
    const listener = () => {
      if (count++ === 0) onEnding(signal);
      else if (signal !== 'SIGHUP') process.exit(exitCodeOf[signal]);
    };
    process.on(signal, listener);
    return [signal, listener] as const;
  });
  const forgetLoss = onOutputLost((loss) => {
    if (count++ === 0) onEnding(loss);
  });
  return () => {
    forgetLoss();
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/** Resolves with the signal that ends us. */
export function untilSignal(): Promise<Ending> {
  return new Promise((resolve) => {
    const undo = onEndingSignal((signal) => {
      undo();
      resolve(signal);
    });
  });
}

/** Runs work that a signal cancels; resolves with that signal's exit code, or undefined if none arrived. */
export async function untilEnded(work: (signal: AbortSignal) => Promise<void>): Promise<number | undefined> {
  const stop = new AbortController();
  let ended: number | undefined;
  const undo = onEndingSignal((signal) => {
    ended = exitCodeOf[signal];
    stop.abort(new Error(`ended by ${signal}`));
  });
  try {
    await work(stop.signal);
  } catch (error) {
    if (ended === undefined) throw error;
  } finally {
    undo();
  }
  return ended;
}
