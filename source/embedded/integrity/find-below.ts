import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { isFileFailure } from '../../files/file-failure.ts';
import { requireRealDirectory } from '../paths/guarded-directory.ts';
import { PathError } from '../paths/path-error.ts';
import { namedEntries } from './named-entries.ts';

const mostDepth = 24;

/**
 * The paths below `path`, relative to `root`, that `isWanted` picks, in the order of their directories. Nothing is looked for below one that is
 * picked, nor below one that `isSkipped` names; links are not followed, and a directory that nobody may look into is passed over.
 */
export function findBelow(
  root: string,
  path: string,
  isWanted: (entry: Dirent, path: string) => boolean,
  isSkipped: (path: string) => boolean = () => false,
  depth = 0,
): string[] {
  if (depth > mostDepth || isSkipped(path)) return [];
  let entries: Dirent[];
  try {
    requireRealDirectory(join(root, path));
    entries = namedEntries(join(root, path));
  } catch (error) {
    // What nobody may look into is the pod's own; what is gone, or is no directory, holds nothing; what is behind a link was put aside.
    if (!(error instanceof PathError) && !isFileFailure(error)) throw error;
    return [];
  }
  return entries.flatMap((entry) => {
    const inner = `${path}/${entry.name}`;
    if (isWanted(entry, inner)) return [inner];
    return entry.isDirectory() ? findBelow(root, inner, isWanted, isSkipped, depth + 1) : [];
  });
}
