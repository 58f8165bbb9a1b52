import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { containerPath } from '../../paths/container-path.ts';
import { pathInside } from '../../paths/path-inside.ts';
import { makePlainDirectory, removePlain, replacePlain } from '../../paths/plain-directory.ts';
import { readPlain } from '../../paths/plain-file.ts';

/** No item may have this name: the API refuses paths that start with two dots. */
const freshFile = '..fresh';

/**
 * Makes the directory hold these files (path in it → text) and nothing else; a file that is as it should be is not touched. What a
 * program put there is removed, and never followed: a link may lead anywhere. Throws `PathError`, and what the system says.
 */
export function projectFiles(directory: string, files: Readonly<Record<string, string>>): void {
  const wanted = new Map(Object.entries(files).map(([path, text]) => [containerPath(path), text]));
  makePlainDirectory(directory);
  const unchanged = prune(directory, '', wanted);
  for (const [path, text] of wanted) {
    if (unchanged.has(path)) continue;
    const file = pathInside(directory, path);
    makePlainDirectory(dirname(file));
    // As a whole or not at all: a program may be reading it.
    replacePlain(file, text, 0o666, join(dirname(file), freshFile));
  }
}

/** Removes what is not wanted; returns the paths of the files that have their text already. */
function prune(directory: string, at: string, wanted: ReadonlyMap<string, string>): Set<string> {
  const unchanged = new Set<string>();
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = `${at}/${entry.name}`;
    const here = join(directory, entry.name);
    const text = wanted.get(path);
    if (entry.isDirectory() && [...wanted.keys()].some((other) => other.startsWith(`${path}/`)))
      for (const inner of prune(here, path, wanted)) unchanged.add(inner);
    else if (!entry.isFile() || text === undefined) removePlain(here);
    else if (readPlain(here, Buffer.byteLength(text) + 1).toString('utf8') === text) unchanged.add(path);
  }
  return unchanged;
}
