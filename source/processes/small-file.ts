import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';

export interface SmallFile {
  readonly text: string;
  /** ms since the epoch. */
  readonly writtenAt: number;
}

const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;

/**
 * Reads a file of at most `maxBytes`; `not-plain` for anything else: a link, a directory, a pipe (which is not waited for), a file
 * that is larger. undefined if there is none.
 * @throws the error of the file system if it cannot be read.
 */
export function readSmallFile(path: string, maxBytes: number): SmallFile | 'not-plain' | undefined {
  let file: number;
  try {
    // Windows has no way to refuse a link while opening.
    if (!lstatSync(path).isFile()) return 'not-plain';
    file = openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'ELOOP') return 'not-plain';
    throw error;
  }
  try {
    const { size, mtimeMs } = fstatSync(file);
    if (!fstatSync(file).isFile() || size > maxBytes) return 'not-plain';
    const bytes = Buffer.alloc(maxBytes);
    return { text: bytes.toString('utf8', 0, readSync(file, bytes)), writtenAt: mtimeMs };
  } finally {
    closeSync(file);
  }
}
