import { randomBytes } from 'node:crypto';
import { lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { UnfitFileError } from './regular-file.ts';

/**
 * Replaces whatever has that name with a file, atomically. The old one is not opened: a named pipe does not block
 * us, and a link is replaced instead of followed. `draft` is where it is written first, in the same directory: a unique name
 * by default; an existing file there is deleted.
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
    // `wx` makes a new file: a link that was put there in between is an error.
    writeFileSync(draft, content, { mode, flag: 'wx' });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    // The error of a failed rename names the draft, which the user does not know.
    refuseDirectory(path);
    throw error;
  }
}

/**
 * Deletes a file of ours, if it exists; a directory of that name is not ours and stays.
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
