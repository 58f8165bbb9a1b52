import { randomBytes } from 'node:crypto';
import { lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { UnfitFileError } from './regular-file.ts';

/**
 * Replaces a file atomically. Does not open the old one: a named pipe does not block, and a link is replaced instead of followed. `draft`
 * is the temporary file in the same directory: a unique name by default; an existing one is removed.
 * @throws UnfitFileError `not-a-file`: there is a directory. Node's error
 */
export function replaceFile(
  path: string,
  content: string | Uint8Array,
  mode = 0o600,
  draft = `${path}.${randomBytes(6).toString('hex')}.new`,
): void {
  try {
    rmSync(draft, { force: true });
    // `wx` creates a new file: a link placed there meanwhile is an error.
    writeFileSync(draft, content, { mode, flag: 'wx' });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    // The error of a failed rename names the temporary file, which means nothing to the user.
    refuseDirectory(path);
    throw error;
  }
}

/**
 * Removes one of our files, if it exists; a directory in its place is not ours and stays.
 * @throws UnfitFileError `not-a-file`: there is a directory. Node's error
 */
export function removeOwnFile(path: string): void {
  refuseDirectory(path);
  rmSync(path, { force: true });
}

function refuseDirectory(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory())
    throw new UnfitFileError('not-a-file', `\`${path}\` is a directory, not a regular file`);
}
