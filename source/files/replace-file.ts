import { randomBytes } from 'node:crypto';
import { lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { UnfitFileError } from './regular-file.ts';

/**
 * Puts a file in the place of whatever has its name, whole or not at all. What was there is not opened: a named pipe keeps nobody
 * waiting, and a link is replaced instead of followed. `draft` is where it is written first, in the same directory: a name of its own
 * unless given, and what lies there is taken away.
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
    // A failed rename names the draft, which nobody knows.
    refuseDirectory(path);
    throw error;
  }
}

/**
 * Takes a file of ours away, if it is there; a directory in its place is not ours and stays.
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
