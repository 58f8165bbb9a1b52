import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { terminalDescriptors, terminalState } from './terminal-state.ts';

/**
 * Keeps Node's own end from touching a terminal that is gone or belongs to the shell. At its end Node sets the modes that the
 * terminal had at the start: on a terminal that is gone that fails and Node aborts (SIGABRT, SIGSEGV) instead of exiting; on one that
 * belongs to the shell it stops the process (SIGTTOU) and breaks the shell's line editing. Call it once, as early as possible.
 */
export function guardExit(): void {
  if (process.platform === 'win32' || terminalDescriptors.length === 0) return;
  process.on('exit', () => {
    if (terminalState() === 'ours') return;
    // Libraries restore the cursor at the exit, which is the shell's by now.
    for (const stream of [process.stdout, process.stderr]) if (stream.isTTY) stream.write = () => true;
    letGo();
  });
}

/** Node passes over a descriptor that is another file by now; libuv holds the raw mode by a descriptor of its own. */
function letGo(): void {
  const raw = rawDescriptor();
  for (const descriptor of [...terminalDescriptors, ...(raw === undefined ? [] : [raw])]) {
    try {
      closeSync(descriptor);
      // The lowest free number is taken: the one that was closed.
      openSync(devNull, 'r+');
    } catch (error) {
      if (!expectedCodes.has((error as NodeJS.ErrnoException).code)) throw error;
    }
  }
}

/**
 * EBADF: it was closed before. EIO: its terminal is gone; it is closed all the same. ENOENT, EACCES, ENXIO: there is no null device; a
 * closed descriptor is passed over as well.
 */
const expectedCodes: ReadonlySet<string | undefined> = new Set(['EBADF', 'EIO', 'ENOENT', 'EACCES', 'ENXIO']);

/** The descriptor that libuv opened for stdin; undefined where stdin is no terminal, or was closed. */
function rawDescriptor(): number | undefined {
  if (!terminalDescriptors.includes(0)) return undefined;
  // Node has no public name for it.
  const { _handle: handle } = process.stdin as { readonly _handle?: { readonly fd?: unknown } | null };
  const descriptor = handle?.fd;
  return typeof descriptor === 'number' && descriptor > 2 ? descriptor : undefined;
}
