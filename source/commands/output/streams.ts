import { writeSync } from 'node:fs';
import type { DataOutput } from '../../cluster/kubectl/verb/data-output.ts';
import type { OutputSink, OutputStream } from '../../cluster/model/cluster.ts';
import { type SafeText, safe } from '../../text/safe-text.ts';
import { StreamSanitizer } from '../../text/stream-sanitizer.ts';

/*
 * The door to this process's own streams: nothing else in the app writes to them but the screen (`scripts/layers.js` sees to it). Text has to
 * be safe, whoever reads the stream: a pipe often ends at a terminal. Data has to be safe where the stream is a terminal, and is left as
 * it is where it is none.
 */

/** On the standard output, as it is: line ends are the caller's. */
export function print(text: SafeText): void {
  process.stdout.write(text);
}

/** On the standard error output. */
export function complain(text: SafeText): void {
  process.stderr.write(text);
}

/** The same without Node's stream, which needs a file of its own for a terminal: for when no more can be opened. */
export function complainAtOnce(text: SafeText): void {
  try {
    writeSync(2, text);
  } catch (error) {
    // Nobody is there to read it.
    if (!unread.has((error as NodeJS.ErrnoException).code)) throw error;
  }
}

const unread: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO', 'EBADF', 'EAGAIN']);

export const toTerminal: OutputSink = (stream, text) => {
  process[stream].write(text);
};

/** What a person has to know, without what is said on the way. */
export const errorsToTerminal: OutputSink = (stream, text) => {
  if (stream === 'stderr') complain(safe`kafka-lab: ${text}`);
};

export const discardOutput: OutputSink = () => {};

/** What programs and objects say, to this process's own streams. */
export function dataToStreams(): DataOutput {
  const sanitizers = { stdout: sanitizerFor('stdout'), stderr: sanitizerFor('stderr') };
  return {
    write(stream, bytes) {
      const sanitizer = sanitizers[stream];
      process[stream].write(sanitizer === undefined ? bytes : sanitizer.push(bytes));
    },
    // As with kubectl: who types `exec -it` hands the terminal to that program.
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
