import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { replaceFile } from '../../files/replace-file.ts';
import { requireRealDirectory, requireRealParent } from './guarded-directory.ts';

// Each of these throws `PathError` where a directory on the way was replaced by a link, and what the system says.

/** Makes a directory, and those above it, unless it is there. */
export function makePlainDirectory(path: string, mode?: number): void {
  requireRealDirectory(path);
  mkdirSync(path, { recursive: true, ...(mode === undefined ? {} : { mode }) });
}

/** The names in a directory. */
export function namesInPlain(path: string): string[] {
  requireRealDirectory(path);
  return readdirSync(path);
}

/** Removes a file, or a directory with all that is in it; it need not be there. A link in its place is removed, not followed. */
export function removePlain(path: string): void {
  requireRealParent(path);
  rmSync(path, { recursive: true, force: true });
}

/** Gives a file another name in its directory. */
export function renamePlain(from: string, to: string): void {
  requireRealParent(from);
  requireRealParent(to);
  renameSync(from, to);
}

/** Puts a file in the place of whatever has its name, as {@link replaceFile} does. */
export function replacePlain(...[path, ...rest]: Parameters<typeof replaceFile>): void {
  requireRealParent(path);
  replaceFile(path, ...rest);
}
