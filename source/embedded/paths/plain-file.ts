import { closeSync, constants, fstatSync, writeSync } from 'node:fs';
import { openRegularFile, readUpTo, UnfitFileError } from '../../files/regular-file.ts';
import { requireRealParent } from './guarded-directory.ts';
import { PathError, quoted } from './path-error.ts';

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND } = constants;

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
 * for. Returns its descriptor. Throws {@link PathError} for what is no regular file or lies behind a link, and what the system says.
 */
export function openPlain(path: string, how: keyof typeof flagsFor, mode = 0o666): number {
  requireRealParent(path);
  try {
    return openRegularFile(path, flagsFor[how], mode, 'refuse');
  } catch (error) {
    if (error instanceof UnfitFileError) throw new PathError(`${quoted(path)} is not a regular file`);
    throw error;
  }
}

/** The first `most` bytes of a regular file. Throws as {@link openPlain}. */
export function readPlain(path: string, most: number): Buffer {
  const descriptor = openPlain(path, 'read');
  try {
    return readUpTo(descriptor, Math.min(most, fstatSync(descriptor).size));
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
