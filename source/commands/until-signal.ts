const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export type Ending = (typeof endings)[number];

/** The exit code of a program that a signal ended, as a shell reports it. */
export const exitCodeOf: Record<Ending, number> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Calls `onEnding` at the first Ctrl-C, kill or closed terminal; a second one ends the process at once. Returns the undo. */
export function onEndingSignal(onEnding: (signal: Ending) => void): () => void {
  let count = 0;
  const listeners = endings.map((signal) => {
    const listener = () => {
      if (count++ === 0) onEnding(signal);
      else if (signal !== 'SIGHUP') process.exit(exitCodeOf[signal]);
    };
    process.on(signal, listener);
    return [signal, listener] as const;
  });
  return () => {
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

/** Does something that a signal cancels; resolves with the exit code of that signal, undefined if none came. */
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
