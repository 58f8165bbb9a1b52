import { isUtf8 } from 'node:buffer';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isFileFailure } from '../../files/file-failure.ts';
import type { CheckContext } from './check-context.ts';
import { directoriesMatching } from './check-directories.ts';

/** The directories in which the cluster gives every name itself; `*` is any name. Deeper ones belong to programs in pods. */
const namedByCluster = [
  'data',
  'data/kafka',
  'data/kafka/*',
  'data/kafka/*/*',
  'data/nodes',
  'data/pods',
  'data/pods/*',
  'data/pods/*/*',
  'data/volumes',
  'images',
  'images/*',
];

/**
 * Quarantines what has a name that is not UTF-8: as text, the name would be another one, of which nothing is there. Directories that are
 * links were put aside before.
 */
export function checkNames(context: CheckContext): void {
  for (const pattern of namedByCluster)
    for (const path of directoriesMatching(context.directory, pattern))
      for (const name of namesIn(join(context.directory, path)))
        if (!isUtf8(name)) {
          const [found, movedTo] = context.quarantine.takeNamed(path, name);
          const wrong = 'has a name that is not UTF-8, and is not the cluster’s';
          context.damages.push({ path: found, wrong, movedTo, todo: 'copy from there what you need' });
        }
}

function namesIn(directory: string): Buffer[] {
  try {
    return readdirSync(directory, { encoding: 'buffer' });
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    // The check of its own part reports what is missing, not a directory, or unreadable.
    return [];
  }
}
