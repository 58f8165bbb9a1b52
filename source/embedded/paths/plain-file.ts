import { closeSync, constants, fstatSync, writeSync } from 'node:fs';
import { openRegularFile, readUpTo, UnfitFileError } from '../../files/regular-file.ts';
import { requireRealParent } from './guarded-directory.ts';
import { PathError, quoted } from './path-error.ts';

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND } = constants;

const flagsFor = {
  read: O_RDONLY,
  /** Created if missing, truncated otherwise. */
  write: O_WRONLY | O_CREAT | O_TRUNC,
  append: O_WRONLY | O_CREAT | O_APPEND,
  /** Created if missing, opened for reading and writing. */
  update: O_RDWR | O_CREAT,
};

/**
 * Opens a regular file in a directory that others can write to: does not follow a link, and neither reads nor waits for a FIFO or device.
 * Returns its descriptor. Throws {@link PathError} unless it is a regular file behind no link, and system errors.
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

/** The first `most` bytes of a regular file. Throws like {@link openPlain}. */
export function readPlain(path: string, most: number): Buffer {
  const descriptor = openPlain(path, 'read');
  try {
    return readUpTo(descriptor, Math.min(most, fstatSync(descriptor).size));
  } finally {
    closeSync(descriptor);
  }
}

/** Writes a regular file, or appends to it. Throws like {@link openPlain}. */
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
