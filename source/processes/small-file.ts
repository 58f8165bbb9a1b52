import { closeSync, constants, fstatSync } from 'node:fs';
import { openRegularFile, readUpTo, UnfitFileError } from '../files/regular-file.ts';

export interface SmallFile {
  readonly text: string;
  /** ms since the epoch. */
  readonly writtenAt: number;
}

/**
 * Reads a file of at most `maxBytes`; `not-plain` for anything else: a link, a directory, a pipe (which is not waited for), a file
 * that is larger. undefined if there is none.
 * @throws the error of the file system if it cannot be read.
 */
export function readSmallFile(path: string, maxBytes: number): SmallFile | 'not-plain' | undefined {
  let file: number;
  try {
    file = openRegularFile(path, constants.O_RDONLY, 0, 'refuse');
  } catch (error) {
    if (error instanceof UnfitFileError) return 'not-plain';
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
  try {
    const { size, mtimeMs } = fstatSync(file);
    if (size > maxBytes) return 'not-plain';
    return { text: readUpTo(file, maxBytes).toString('utf8'), writtenAt: mtimeMs };
  } finally {
    closeSync(file);
  }
}
