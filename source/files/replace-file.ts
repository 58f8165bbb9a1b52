import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Puts a file in the place of whatever has its name, whole or not at all. What was there is not opened: a named pipe keeps nobody
 * waiting, and a link is replaced instead of followed. `draft` is where it is written first, in the same directory: a name of its own
 * unless given, and what lies there is taken away. Throws Node's error.
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
    throw error;
  }
}
