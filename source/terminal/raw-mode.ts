import type { ReadStream } from 'node:tty';
import { terminalState } from './terminal-state.ts';

/**
 * Sets or leaves the raw mode, in which keys come one by one and unechoed. False, and nothing is done, where the terminal is gone or
 * belongs to the shell.
 */
export function setRawMode(stdin: ReadStream, raw: boolean): boolean {
  return trySetRawMode(stdin, raw, (mode) => stdin.setRawMode(mode));
}

/**
 * Ink sets the raw mode when it mounts and unmounts, whatever has become of the terminal. This makes `stdin.setRawMode` as careful as
 * `setRawMode` above. Returns the undo.
 */
export function guardRawMode(stdin: ReadStream): () => void {
  const plain = stdin.setRawMode;
  stdin.setRawMode = (raw) => {
    trySetRawMode(stdin, raw, (mode) => plain.call(stdin, mode));
    return stdin;
  };
  return () => {
    stdin.setRawMode = plain;
  };
}

function trySetRawMode(stdin: ReadStream, raw: boolean, set: (raw: boolean) => unknown): boolean {
  if (!stdin.isTTY || stdin.destroyed || terminalState() !== 'ours') return false;
  try {
    set(raw);
    return true;
  } catch (error) {
    // It was closed just now.
    if (codesOfGone.has((error as NodeJS.ErrnoException).code)) return false;
    throw error;
  }
}

const codesOfGone: ReadonlySet<string | undefined> = new Set(['EIO', 'ENXIO', 'EBADF', 'ENOTTY']);

/** The interface of libuv's terminal stream; Node has no public way to stop reading while a listener for `readable` exists. */
interface InputHandle {
  readStart?(): unknown;
  readStop(): unknown;
}

/**
 * Stops reading: input belongs to the shell, and reading it would stop the process (SIGTTIN) or fail (EIO). Whoever empties the
 * stream's buffer, as Ink does after each key, makes Node start to read again: until `goOnReading`, that does nothing.
 */
export function stopReading(stdin: ReadStream): void {
  const input = inputOf(stdin);
  if (input === undefined) return;
  input.readStop();
  input.readStart = () => 0;
}

export function goOnReading(stdin: ReadStream): void {
  const input = inputOf(stdin);
  if (input === undefined) return;
  // The handle's own method is that of its prototype.
  Reflect.deleteProperty(input, 'readStart');
  input.readStart?.();
}

function inputOf(stdin: ReadStream): InputHandle | undefined {
  return (stdin as { readonly _handle?: InputHandle | null })._handle ?? undefined;
}
