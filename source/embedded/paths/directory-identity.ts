import { closeSync, constants, lstatSync, openSync, statSync } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';

interface Numbers {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** A directory, told from any other that may later have its path. The caller closes it. */
export interface HeldDirectory {
  readonly path: string;
  /** Device and inode of the path itself, and of what it leads to if it is a link. */
  readonly identity: string;
  close(): void;
}

/**
 * Takes note of which directory is at a path. On POSIX systems it is held open, because the inode of one that was removed may be given to the
 * next. Throws Node's error.
 */
export function holdDirectory(path: string): HeldDirectory {
  const descriptor =
    process.platform === 'win32'
      ? undefined
      : openSync(path, constants.O_RDONLY | (constants.O_DIRECTORY ?? 0));
  const identity = identityOf(lstatSync(path, { bigint: true }), statSync(path, { bigint: true }));
  let isOpen = true;
  return {
    path,
    identity,
    close() {
      if (isOpen && descriptor !== undefined) closeSync(descriptor);
      isOpen = false;
    },
  };
}

/** What is now at the path of a directory. */
export type DirectoryStatus =
  | 'same'
  /** Nothing, or another directory. */
  | 'gone'
  /** The system did not say: no permission, no descriptors left, an I/O error. */
  | 'unknown';

export function directoryStatus({ path, identity }: HeldDirectory): DirectoryStatus {
  try {
    const now = identityOf(lstatSync(path, { bigint: true }), statSync(path, { bigint: true }));
    return now === identity ? 'same' : 'gone';
  } catch (error) {
    return statusFor(error);
  }
}

/** The same without blocking the event loop, which a network file system may do for long. */
export async function lookAt({ path, identity }: HeldDirectory): Promise<DirectoryStatus> {
  try {
    const now = identityOf(await lstat(path, { bigint: true }), await stat(path, { bigint: true }));
    return now === identity ? 'same' : 'gone';
  } catch (error) {
    return statusFor(error);
  }
}

function identityOf(itself: Numbers, target: Numbers): string {
  return [itself.dev, itself.ino, target.dev, target.ino].join(':');
}

/** ENOTDIR: a file has taken the place of a directory above. */
function statusFor(error: unknown): DirectoryStatus {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR' ? 'gone' : 'unknown';
}
