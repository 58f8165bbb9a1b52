import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { explainSystemError } from '../../errors/system-error.ts';
import { requireRealDirectory } from '../paths/guarded-directory.ts';
import { PathError } from '../paths/path-error.ts';

const mostDepth = 24;

/**
 * The paths below `path`, relative to `root`, that `isWanted` selects, in directory order. Does not descend into selected directories or
 * those of `isSkipped`, follows no links, and skips unreadable directories.
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
    entries = readdirSync(join(root, path), { withFileTypes: true });
  } catch (error) {
    // An unreadable directory belongs to the pod; a missing path or a file contains nothing; a link has been quarantined.
    if (!(error instanceof PathError) && explainSystemError(error) === undefined) throw error;
    return [];
  }
  return entries.flatMap((entry) => {
    const inner = `${path}/${entry.name}`;
    if (isWanted(entry, inner)) return [inner];
    return entry.isDirectory() ? findBelow(root, inner, isWanted, isSkipped, depth + 1) : [];
  });
}
