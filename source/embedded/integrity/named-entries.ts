import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The entries of a directory whose names are UTF-8: what else is there has no path as text. Throws Node's error. */
export function namedEntries(directory: string): Dirent[] {
  return readdirSync(directory, { withFileTypes: true }).filter(
    // The character that replaces what is not UTF-8 may itself be in a name.
    ({ name }) => !name.includes('\ufffd') || isThere(join(directory, name)),
  );
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // As text, the name is longer than names may be.
    return false;
  }
}
