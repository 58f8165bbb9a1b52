import { closeSync, fchmodSync, fstatSync, lstatSync, opendirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readUpTo, UnfitFileError } from '../../../files/regular-file.ts';
import { containerPath } from '../../paths/container-path.ts';
import { PathError } from '../../paths/path-error.ts';
import { pathInside } from '../../paths/path-inside.ts';
import { makePlainDirectory, replacePlain } from '../../paths/plain-directory.ts';
import { openPlain } from '../../paths/plain-file.ts';
import { removalSteps } from '../../paths/removal-steps.ts';

/** No item can have this name: the API refuses paths that start with two dots. */
const freshFile = '..fresh';

/** A file of a ConfigMap, a Secret or the downward API. */
export interface ProjectedFile {
  readonly bytes: Buffer;
  /** Permission bits. */
  readonly mode: number;
}

/**
 * Makes the directory hold exactly these files (path in it → file), about one file per step. Up-to-date files are not touched. Files that
 * a program added are removed; links are never followed. Throws `PathError` and system errors.
 */
export function* projectFiles(
  directory: string,
  files: Readonly<Record<string, ProjectedFile>>,
): Generator<void, void, void> {
  const wanted = new Map<string, ProjectedFile>();
  for (const [path, file] of Object.entries(files)) {
    wanted.set(containerPath(path), file);
    yield;
  }
  makePlainDirectory(directory);
  const unchanged = yield* prune(directory, wanted);
  for (const [path, file] of wanted) {
    if (unchanged.has(path)) continue;
    const at = pathInside(directory, path);
    makePlainDirectory(dirname(at));
    place(at, file);
    yield;
  }
}

/** Replaces a file atomically: a program may be reading it. */
function place(at: string, { bytes, mode }: ProjectedFile): void {
  try {
    replacePlain(at, bytes, readable(mode), join(dirname(at), freshFile));
    setMode(at, readable(mode));
  } catch (error) {
    // The item is the volume itself, or the directory of another item.
    if (error instanceof UnfitFileError) throw new PathError(error.message, error);
    throw error;
  }
}

/** The kubelet runs as root, this process need not: it must be able to read what it wrote. */
function readable(mode: number): number {
  return (mode & 0o777) | 0o400;
}

/** What the umask took away, by the descriptor: a link in the file's place is not followed. */
function setMode(at: string, mode: number): void {
  const isAsWanted = (lstatSync(at).mode & 0o777) === mode;
  if (isAsWanted || process.platform === 'win32') return;
  const descriptor = openPlain(at, 'read');
  try {
    fchmodSync(descriptor, mode);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes unwanted files; returns the paths of files that are up to date. */
function* prune(
  directory: string,
  wanted: ReadonlyMap<string, ProjectedFile>,
): Generator<void, Set<string>, void> {
  const unchanged = new Set<string>();
  const unwanted: string[] = [];
  const folders = [''];
  /** Created for the first directory: most volumes have none. */
  let sorted: string[] | undefined;
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    const here = join(directory, at);
    // A program may have replaced it with a link since it was listed: the link is removed as well.
    if (!lstatSync(here, { throwIfNoEntry: false })?.isDirectory() || pathInside(directory, at) !== here) {
      unwanted.push(at);
      continue;
    }
    const entries = opendirSync(here);
    try {
      for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
        const path = `${at}/${entry.name}`;
        const file = wanted.get(path);
        if (entry.isDirectory()) sorted ??= [...wanted.keys()].sort();
        if (entry.isDirectory() && sorted && holdsSome(sorted, `${path}/`)) folders.push(path);
        else if (!entry.isFile() || file === undefined) unwanted.push(path);
        else if (isUpToDate(join(here, entry.name), file)) unchanged.add(path);
        yield;
      }
    } finally {
      entries.closeSync();
    }
  }
  // Only after listing: removing entries while listing may hide the rest.
  for (const path of unwanted) {
    const [first = '', ...rest] = path.split('/').slice(1);
    yield* removalSteps(directory, first, ...rest);
    yield;
  }
  return unchanged;
}

function isUpToDate(at: string, { bytes, mode }: ProjectedFile): boolean {
  const descriptor = openPlain(at, 'read');
  try {
    const about = fstatSync(descriptor);
    const isSameMode = process.platform === 'win32' || (about.mode & 0o777) === readable(mode);
    return isSameMode && about.size === bytes.length && readUpTo(descriptor, bytes.length).equals(bytes);
  } finally {
    closeSync(descriptor);
  }
}

/** Whether one of the sorted paths begins with `folder`. */
function holdsSome(sorted: readonly string[], folder: string): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as string) < folder) low = middle + 1;
    else high = middle;
  }
  return sorted[low]?.startsWith(folder) ?? false;
}
