import { lstatSync, opendirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UnfitFileError } from '../../../files/regular-file.ts';
import { containerPath } from '../../paths/container-path.ts';
import { PathError } from '../../paths/path-error.ts';
import { pathInside } from '../../paths/path-inside.ts';
import { makePlainDirectory, replacePlain } from '../../paths/plain-directory.ts';
import { readPlain } from '../../paths/plain-file.ts';
import { removalSteps } from '../../paths/removal-steps.ts';

/** No item can have this name: the API refuses paths that start with two dots. */
const freshFile = '..fresh';

/**
 * Makes the directory hold exactly these files (path in it → text), about one file per step. Up-to-date files are not touched. Files that
 * a program added are removed; links are never followed. Throws `PathError` and system errors.
 */
export function* projectFiles(
  directory: string,
  files: Readonly<Record<string, string>>,
): Generator<void, void, void> {
  const wanted = new Map<string, string>();
  for (const [path, text] of Object.entries(files)) {
    wanted.set(containerPath(path), text);
    yield;
  }
  makePlainDirectory(directory);
  const unchanged = yield* prune(directory, wanted);
  for (const [path, text] of wanted) {
    if (unchanged.has(path)) continue;
    const file = pathInside(directory, path);
    makePlainDirectory(dirname(file));
    place(file, text);
    yield;
  }
}

/** Replaces a file atomically: a program may be reading it. */
function place(file: string, text: string): void {
  try {
    replacePlain(file, text, 0o666, join(dirname(file), freshFile));
  } catch (error) {
    // The item is the volume itself, or the directory of another item.
    if (error instanceof UnfitFileError) throw new PathError(error.message, error);
    throw error;
  }
}

/** Removes unwanted files; returns the paths of files that are up to date. */
function* prune(directory: string, wanted: ReadonlyMap<string, string>): Generator<void, Set<string>, void> {
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
        const text = wanted.get(path);
        if (entry.isDirectory()) sorted ??= [...wanted.keys()].sort();
        if (entry.isDirectory() && sorted && holdsSome(sorted, `${path}/`)) folders.push(path);
        else if (!entry.isFile() || text === undefined) unwanted.push(path);
        else if (hasText(join(here, entry.name), text)) unchanged.add(path);
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

function hasText(file: string, text: string): boolean {
  return readPlain(file, Buffer.byteLength(text) + 1).toString('utf8') === text;
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
