/**
 * Why our output is lost. `hangup`: the terminal is gone (EIO). `reader-gone`: the program that read the pipe has ended
 * (EPIPE), as `head -1` does. `unwritable`: anything else, such as a full disk.
 */
export type OutputLoss = 'hangup' | 'reader-gone' | 'unwritable';

/** The exit code for each, as a shell reports SIGHUP and SIGPIPE. */
export const exitCodeOfLoss: Readonly<Record<OutputLoss, number>> = {
  hangup: 129,
  'reader-gone': 141,
  unwritable: 1,
};

const listeners = new Set<(loss: OutputLoss) => void>();
let known: OutputLoss | undefined;

/**
 * Watches stdout and stderr for the life of the process. `complain` reports on stderr why stdout cannot be written. The first loss goes to
 * the listener of `onOutputLost`; without one, the process exits at once. Later output is dropped. The exit code reflects the loss even if
 * everything else succeeded.
 */
export function watchOutput(complain: (error: unknown) => void): void {
  process.on('exit', () => {
    if (known !== undefined) process.exitCode ||= exitCodeOfLoss[known];
  });
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].on('error', (error: NodeJS.ErrnoException) => {
      if (known === undefined && name === 'stdout' && lossOf(error) === 'unwritable') complain(error);
      lost(error);
    });
  }
}

/** Calls `listener` once with the loss of the output, also when that was before. Returns the undo. */
export function onOutputLost(listener: (loss: OutputLoss) => void): () => void {
  listeners.add(listener);
  if (known !== undefined) {
    const loss = known;
    queueMicrotask(() => listeners.has(listener) && listener(loss));
  }
  return () => listeners.delete(listener);
}

function lost(error: NodeJS.ErrnoException): void {
  if (known !== undefined) return;
  known = lossOf(error);
  if (listeners.size === 0) process.exit(process.exitCode || exitCodeOfLoss[known]);
  for (const listener of listeners) listener(known);
}

export function lossOf({ code }: NodeJS.ErrnoException): OutputLoss {
  if (code === 'EIO' || code === 'ENXIO') return 'hangup';
  return code === 'EPIPE' || code === 'ECONNRESET' || code === 'EOF' ? 'reader-gone' : 'unwritable';
}
