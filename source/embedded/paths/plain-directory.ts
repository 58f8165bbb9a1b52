import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { replaceFile } from '../../files/replace-file.ts';
import { requireRealDirectory, requireRealParent } from './guarded-directory.ts';

// Each of these throws `PathError` if a directory in the path was replaced by a link, and system errors.

/** Creates a directory and its parents, unless it exists. */
export function makePlainDirectory(path: string, mode?: number): void {
  requireRealDirectory(path);
  mkdirSync(path, { recursive: true, ...(mode === undefined ? {} : { mode }) });
}

/** The entries of the directory. */
export function namesInPlain(path: string): string[] {
  requireRealDirectory(path);
  return readdirSync(path);
}

/** Removes a file, or a directory with its contents, if it exists. A link in its place is removed, not followed. */
export function removePlain(path: string): void {
  requireRealParent(path);
  rmSync(path, { recursive: true, force: true });
}

/** Renames a file within its directory. */
export function renamePlain(from: string, to: string): void {
  requireRealParent(from);
  requireRealParent(to);
  renameSync(from, to);
}

/** Replaces a file like {@link replaceFile}. */
export function replacePlain(...[path, ...rest]: Parameters<typeof replaceFile>): void {
  requireRealParent(path);
  replaceFile(path, ...rest);
}
