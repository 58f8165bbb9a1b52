import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isFileFailure } from '../../files/file-failure.ts';
import { type CheckContext, putAside } from './check-context.ts';
import { namedEntries } from './named-entries.ts';

const startsWithout = 'the pods that used it start without it';
const recordsLost = 'this cluster has lost the records behind it; send them again';
const startsEmpty = 'the cluster starts empty; apply your manifests again';
const buildAgain = 'build it again with `kafka-lab build`';

/** Every directory that the cluster makes itself, from the top down; `*` is any name. What is deeper belongs to programs in pods. */
const ownDirectories: readonly (readonly [path: string, todo: string])[] = [
  ['data', startsEmpty],
  ['data/kafka', recordsLost],
  ['data/kafka/*', recordsLost],
  ['data/kafka/*/*', recordsLost],
  ['data/nodes', startsWithout],
  ['data/nodes/*', startsWithout],
  ['data/pods', startsWithout],
  ['data/pods/*', startsWithout],
  ['data/pods/*/*', startsWithout],
  ['data/pods/*/*/*', startsWithout],
  ['data/removed', 'nothing: it was to be removed'],
  ['data/scratch', startsWithout],
  ['data/volumes', startsWithout],
  ['data/volumes/*', startsWithout],
  ['images', buildAgain],
  ['images/*', buildAgain],
];

/**
 * Puts every link aside that has the place of a directory of the cluster's own, before anything below is read, moved or removed: what it
 * leads to is not the cluster's.
 */
export function checkDirectories(context: CheckContext): void {
  for (const [pattern, todo] of ownDirectories)
    for (const path of directoriesMatching(context.directory, pattern))
      if (lstatSync(join(context.directory, path), { throwIfNoEntry: false })?.isSymbolicLink())
        putAside(context, path, 'is a symbolic link where the cluster keeps a directory', todo);
}

/** The paths that there are. All directories above are of an earlier pattern: none of them is a link any more. */
export function directoriesMatching(root: string, pattern: string): string[] {
  const end = pattern.lastIndexOf('/');
  if (end < 0) return [pattern];
  const above = pattern.slice(0, end);
  const name = pattern.slice(end + 1);
  return directoriesMatching(root, above).flatMap((path) =>
    name === '*' ? namesIn(join(root, path)).map((found) => `${path}/${found}`) : [`${path}/${name}`],
  );
}

function namesIn(directory: string): string[] {
  try {
    return namedEntries(directory).map(({ name }) => name);
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    // The check of its own part reports what is missing, not a directory, or unreadable.
    return [];
  }
}
