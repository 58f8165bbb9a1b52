import {
  chmodSync,
  closeSync,
  fstatSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  readSync,
  renameSync,
  rmdirSync,
  type Stats,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { isFileFailure } from '../../../../files/file-failure.ts';
import { requireRealParent } from '../../../paths/guarded-directory.ts';
import { PathError } from '../../../paths/path-error.ts';
import { openPlain } from '../../../paths/plain-file.ts';
import { asFileError, FileError } from './file-error.ts';

/*
 * Operations on a path of this machine that `directoryBehind` returned. Each looks again for links on the way, and throws FileError.
 */

/** A file of a mount grows to this size; what a program of a pod writes goes to the disk of this machine. */
export const longestMachineFile = 64 * 1024 * 1024;
const pieceLength = 64 * 1024;

function attempt<Result>(path: string, act: () => Result): Result {
  try {
    requireRealParent(path);
    return act();
  } catch (error) {
    if (error instanceof PathError) throw new FileError('ENOENT');
    const known = asFileError(error) ?? (isFileFailure(error) ? new FileError('EINVAL') : undefined);
    if (known === undefined) throw error;
    throw known;
  }
}

export const machine = {
  about: (path: string): Stats | undefined => attempt(path, () => lstatSync(path, { throwIfNoEntry: false })),
  names: (path: string): string[] => attempt(path, () => readdirSync(path)),
  makeDirectory: (path: string, mode: number): void => attempt(path, () => mkdirSync(path, { mode })),
  removeFile: (path: string): void => attempt(path, () => unlinkSync(path)),
  removeDirectory: (path: string): void => attempt(path, () => rmdirSync(path)),
  rename: (from: string, to: string): void => attempt(to, () => attempt(from, () => renameSync(from, to))),
  link: (from: string, to: string): void => attempt(to, () => attempt(from, () => linkSync(from, to))),
  makeLink: (target: string, path: string): void => attempt(path, () => symlinkSync(target, path)),
  linkTarget: (path: string): string => attempt(path, () => readlinkSync(path)),
  setMode: (path: string, mode: number): void => attempt(path, () => chmodSync(path, mode)),
  setTimes: (path: string, accessed: number, modified: number): void =>
    attempt(path, () => utimesSync(path, accessed / 1000, modified / 1000)),

  /** The bytes from an offset on, a piece at a time. */
  *pieces(path: string, from = 0): Generator<Buffer, void, void> {
    const descriptor = attempt(path, () => openPlain(path, 'read'));
    try {
      for (let at = from; ; ) {
        const piece = Buffer.allocUnsafe(pieceLength);
        const length = attempt(path, () => readSync(descriptor, piece, 0, pieceLength, at));
        if (length === 0) return;
        at += length;
        yield piece.subarray(0, length);
      }
    } finally {
      closeSync(descriptor);
    }
  },

  write(path: string, bytes: Buffer, how: 'write' | 'append', mode: number): void {
    attempt(path, () => {
      const descriptor = openPlain(path, how, mode);
      try {
        if (how === 'append' && fstatSync(descriptor).size + bytes.length > longestMachineFile)
          throw new FileError('EFBIG');
        for (let done = 0; done < bytes.length; )
          done += writeSync(descriptor, bytes, done, bytes.length - done);
      } finally {
        closeSync(descriptor);
      }
    });
  },

  truncate(path: string, size: number): void {
    attempt(path, () => {
      if (size > longestMachineFile) throw new FileError('EFBIG');
      const descriptor = openPlain(path, 'update');
      try {
        ftruncateSync(descriptor, size);
      } finally {
        closeSync(descriptor);
      }
    });
  },
};
