import { once } from 'node:events';
import { writeSync } from 'node:fs';
import type { DataOutput } from '../../cluster/kubectl/verb/data-output.ts';
import type { OutputSink, OutputStream } from '../../cluster/model/cluster.ts';
import { type SafeText, safe } from '../../text/safe-text.ts';
import { StreamSanitizer } from '../../text/stream-sanitizer.ts';

/*
 * The only module besides the screen that writes to this process's own streams (`scripts/layers.js` enforces this). Text has to
 * be safe, whoever reads the stream: a pipe often ends at a terminal. Data has to be safe if the stream is a terminal, and is otherwise
 * left unchanged.
 */

/** Writes to the standard output; the caller adds line ends. */
export function print(text: SafeText): void {
  process.stdout.write(text);
}

/** The same, at the pace of the reader: for text of any length. */
export async function printInTurn(text: SafeText): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** A line on the terminal that says how far something is, in place of the one before; nothing where errors go elsewhere. */
export function showProgress(text: SafeText): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}`);
}

/** Removes a line of progress of at most so many cells. */
export function clearProgress(cells: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${' '.repeat(cells)}\r`);
}

/** Writes to the standard error output. */
export function complain(text: SafeText): void {
  process.stderr.write(text);
}

/** The same without Node's stream, which opens a file for a terminal: for when no more files can be opened. */
export function complainAtOnce(text: SafeText): void {
  try {
    writeSync(2, text);
  } catch (error) {
    // No reader is left.
    if (!unread.has((error as NodeJS.ErrnoException).code)) throw error;
  }
}

const unread: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO', 'EBADF', 'EAGAIN']);

export const toTerminal: OutputSink = (stream, text) => {
  process[stream].write(text);
};

/** Shows only errors; progress is dropped. */
export const errorsToTerminal: OutputSink = (stream, text) => {
  if (stream === 'stderr') complain(safe`kafka-lab: ${text}`);
};

export const discardOutput: OutputSink = () => {};

/** Sends output of programs and objects to this process's own streams. */
export function dataToStreams(): DataOutput {
  const sanitizers = { stdout: sanitizerFor('stdout'), stderr: sanitizerFor('stderr') };
  return {
    write(stream, bytes) {
      const sanitizer = sanitizers[stream];
      process[stream].write(sanitizer === undefined ? bytes : sanitizer.push(bytes));
    },
    // As with kubectl: `exec -it` hands the terminal to the program.
    draw(bytes) {
      process.stdout.write(bytes);
    },
    end() {
      for (const stream of ['stdout', 'stderr'] as const) {
        const rest = sanitizers[stream]?.end() ?? '';
        if (rest !== '') process[stream].write(rest);
      }
    },
  };
}

function sanitizerFor(stream: OutputStream): StreamSanitizer | undefined {
  return process[stream].isTTY ? new StreamSanitizer() : undefined;
}
