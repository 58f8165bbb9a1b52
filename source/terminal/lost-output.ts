import { describeError } from '../errors/lab-error.ts';

/**
 * Why what we print arrives nowhere. `hangup`: the terminal is gone (EIO). `reader-gone`: the program that read the pipe has ended
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
 * Watches stdout and stderr for as long as the process lives. The first loss goes to whoever asked for it with `onOutputLost`; where
 * nobody did, the process exits at once. What is printed after that is dropped. The exit code says so also where all else went well.
 */
export function watchOutput(): void {
  process.on('exit', () => {
    if (known !== undefined) process.exitCode ||= exitCodeOfLoss[known];
  });
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].on('error', (error: NodeJS.ErrnoException) => lost(name, error));
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

function lost(name: 'stdout' | 'stderr', error: NodeJS.ErrnoException): void {
  if (known !== undefined) return;
  known = lossOf(error);
  if (known === 'unwritable' && name === 'stdout')
    process.stderr.write(`kafka-lab: the output cannot be written: ${describeError(error)}\n`);
  if (listeners.size === 0) process.exit(process.exitCode || exitCodeOfLoss[known]);
  for (const listener of listeners) listener(known);
}

export function lossOf({ code }: NodeJS.ErrnoException): OutputLoss {
  if (code === 'EIO' || code === 'ENXIO') return 'hangup';
  return code === 'EPIPE' || code === 'ECONNRESET' || code === 'EOF' ? 'reader-gone' : 'unwritable';
}
