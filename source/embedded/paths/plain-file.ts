import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, writeSync } from 'node:fs';
import { PathError, quoted } from './path-error.ts';

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND, O_NONBLOCK, O_NOFOLLOW } = constants;

const flagsFor = {
  read: O_RDONLY,
  /** Made if it is not there, emptied if it is. */
  write: O_WRONLY | O_CREAT | O_TRUNC,
  append: O_WRONLY | O_CREAT | O_APPEND,
  /** Made if it is not there, read and written. */
  update: O_RDWR | O_CREAT,
};

/**
 * Opens a regular file of a directory that others can write to: a link is not followed, and a FIFO or a device neither read nor waited
 * for. Returns its descriptor. Throws {@link PathError} for what is no regular file, and what the system says.
 */
export function openPlain(path: string, how: keyof typeof flagsFor, mode = 0o666): number {
  const refuse = (): never => {
    throw new PathError(`${quoted(path)} is not a regular file`);
  };
  // Windows has no such flags, so the link is looked for before.
  if (O_NOFOLLOW === undefined && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) refuse();
  let descriptor: number;
  try {
    descriptor = openSync(path, flagsFor[how] | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0), mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // ELOOP: a link; EMLINK is FreeBSD's word for it; ENXIO: a FIFO that nobody reads, or a socket.
    if (code === 'ELOOP' || code === 'EMLINK' || code === 'ENXIO') refuse();
    throw error;
  }
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  return refuse();
}

/** The first `most` bytes of a regular file. Throws as {@link openPlain}. */
export function readPlain(path: string, most: number): Buffer {
  const descriptor = openPlain(path, 'read');
  try {
    const bytes = Buffer.alloc(Math.min(most, fstatSync(descriptor).size));
    let read = 0;
    while (read < bytes.length) {
      const more = readSync(descriptor, bytes, read, bytes.length - read, read);
      if (more === 0) break;
      read += more;
    }
    return bytes.subarray(0, read);
  } finally {
    closeSync(descriptor);
  }
}

/** Writes a regular file, or adds to it. Throws as {@link openPlain}. */
export function writePlain(path: string, text: string, how: 'write' | 'append' = 'write'): void {
  const descriptor = openPlain(path, how);
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; )
      written += writeSync(descriptor, bytes, written, bytes.length - written);
  } finally {
    closeSync(descriptor);
  }
}
