import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { isatty } from 'node:tty';
import { terminalDescriptors, terminalState } from './terminal-state.ts';

/**
 * Keeps Node's exit from touching a terminal that is gone or belongs to the shell. At exit Node restores the modes that the terminal had
 * at the start. On a terminal that is gone, that fails and Node aborts (SIGABRT, SIGSEGV) instead of exiting; on one that belongs to the
 * shell, it stops the process (SIGTTOU) and breaks the shell's line editing. Call it once, as early as possible.
 */
export function guardExit(): void {
  if (process.platform === 'win32') return;
  process.on('exit', (code) => {
    release(lostDescriptors());
    if (terminalDescriptors.length === 0) return;
    if (terminalState() === 'ours') {
      if (code === hangupCode) releaseHangingUp();
      return;
    }
    // Libraries restore the cursor at exit, but the terminal is the shell's by now.
    for (const stream of [process.stdout, process.stderr]) if (stream.isTTY) stream.write = () => true;
    const raw = rawDescriptor();
    release(raw === undefined ? terminalDescriptors : [...terminalDescriptors, raw]);
  });
}

/** Keeps the exit of a program that sets no modes itself from setting those of the start: the terminal is not ours. */
export function releaseTerminal(): void {
  release([...lostDescriptors(), ...terminalDescriptors]);
}

/** The exit code after SIGHUP. */
const hangupCode = 129;

/**
 * Keeps Node from the modes of a terminal that hangs up: it may be gone a moment later, before Node restores them. libuv restores the raw
 * mode itself, and does not abort. One descriptor stays open, since a terminal that nobody holds may close at once and send SIGHUP again;
 * by then it would kill, as Node no longer handles it.
 */
function releaseHangingUp(): void {
  try {
    openSync('/dev/tty', constants.O_RDWR | constants.O_NOCTTY);
  } catch (error) {
    if (!expectedCodes.has((error as NodeJS.ErrnoException).code)) throw error;
  }
  release(terminalDescriptors);
}

/**
 * The descriptors that may be a terminal that is gone: it is still a device, but no longer says that it is a terminal. If it was closed while
 * this program was loading, only Node knows that it was one.
 */
function lostDescriptors(): number[] {
  return [0, 1, 2].filter((descriptor) => !isatty(descriptor) && isDevice(descriptor));
}

function isDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch (error) {
    if (!expectedCodes.has((error as NodeJS.ErrnoException).code)) throw error;
    return false;
  }
}

/** Node skips a descriptor that refers to another file by now; libuv holds the raw mode through its own descriptor. */
function release(descriptors: readonly number[]): void {
  for (const descriptor of descriptors) {
    try {
      closeSync(descriptor);
      // Takes the lowest free number: the one just closed.
      openSync(devNull, 'r+');
    } catch (error) {
      if (!expectedCodes.has((error as NodeJS.ErrnoException).code)) throw error;
    }
  }
}

/**
 * EBADF: it was already closed. EIO: its terminal is gone; it is closed anyway. ENOENT, EACCES, ENXIO: there is no null device; a
 * closed descriptor is skipped as well.
 */
const expectedCodes: ReadonlySet<string | undefined> = new Set(['EBADF', 'EIO', 'ENOENT', 'EACCES', 'ENXIO']);

/** The descriptor that libuv opened for stdin; undefined if stdin is not a terminal, or was closed. */
function rawDescriptor(): number | undefined {
  if (!terminalDescriptors.includes(0)) return undefined;
  // Node has no public API for it.
  const { _handle: handle } = process.stdin as { readonly _handle?: { readonly fd?: unknown } | null };
  const descriptor = handle?.fd;
  return typeof descriptor === 'number' && descriptor > 2 ? descriptor : undefined;
}
