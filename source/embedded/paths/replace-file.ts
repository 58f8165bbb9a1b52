import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Puts a file with this content in the place of what has its name, as a whole or not at all: a reader finds the one before or this one. A
 * link in its place is replaced, and not followed. `fresh` is where it is written first, in the same directory.
 */
export function replaceFile(path: string, fresh: string, content: string | Buffer, mode = 0o666): void {
  rmSync(fresh, { force: true });
  // `wx` makes a new file: a link that was put there in between is an error.
  writeFileSync(fresh, content, { flag: 'wx', mode });
  renameSync(fresh, path);
}
