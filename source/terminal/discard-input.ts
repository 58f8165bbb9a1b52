import { closeSync, constants, openSync, readSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import { setRawMode } from './raw-mode.ts';

/** More than a terminal holds: 4 KiB on Linux. */
const mostReads = 64;

/** Discards what was typed and not read yet, also a line without its end. Does nothing where the terminal is gone or not ours. */
export function discardInput(stdin: ReadStream): void {
  // Otherwise only whole lines could be read.
  if (process.platform === 'win32' || !setRawMode(stdin, true)) return;
  try {
    const terminal = openSync('/dev/tty', constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
    try {
      const buffer = Buffer.alloc(4_096);
      for (let reads = 0; reads < mostReads && readSync(terminal, buffer) > 0; reads += 1);
    } finally {
      closeSync(terminal);
    }
  } catch (error) {
    if (!expectedCodes.has((error as NodeJS.ErrnoException).code)) throw error;
  } finally {
    setRawMode(stdin, false);
  }
}

/** EAGAIN: nothing is left. The others: the terminal is gone, or we have none of our own. */
const expectedCodes: ReadonlySet<string | undefined> = new Set([
  'EAGAIN',
  'EIO',
  'ENXIO',
  'ENOENT',
  'EACCES',
]);
