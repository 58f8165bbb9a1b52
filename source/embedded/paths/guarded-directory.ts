import { lstatSync, type Stats } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { directoryStatus, type HeldDirectory, holdDirectory } from './directory-identity.ts';
import { isInside } from './is-inside.ts';
import { PathError, quoted } from './path-error.ts';

const guarded = new Set<HeldDirectory>();

/**
 * From now on {@link requireRealDirectory} watches over what is below this directory of the process's own. It is a list for the whole
 * process, so that whoever opens a file deep inside need not be handed the root, and cannot forget to ask. Returns what ends it. Throws Node's error.
 */
export function guardDirectory(path: string): () => void {
  const held = holdDirectory(path);
  guarded.add(held);
  return () => {
    guarded.delete(held);
    held.close();
  };
}

/**
 * Throws {@link PathError} unless every directory from the guarded one down to `path` is a directory and no link; what is not there yet
 * passes. The guarded directory itself must be there, and be the one that it was. Call it right before `path` is used. A path that no guarded
 * directory is above passes.
 */
export function requireRealDirectory(path: string): void {
  for (const root of guarded) if (isInside(root.path, path)) requireBelow(root, path);
}

/** The same for the directory that a file is in. */
export function requireRealParent(file: string): void {
  requireRealDirectory(dirname(file));
}

function requireBelow(root: HeldDirectory, path: string): void {
  const status = directoryStatus(root);
  if (status !== 'same')
    throw new PathError(
      status === 'gone'
        ? `${quoted(root.path)} was removed or replaced by another directory`
        : `${quoted(root.path)} cannot be looked at`,
    );
  let reached = root.path;
  for (const name of relative(root.path, path).split(sep)) {
    if (name === '') continue;
    reached = join(reached, name);
    const about = look(reached);
    if (about === undefined) return;
    if (about.isDirectory()) continue;
    const where = relative(dirname(root.path), reached).replaceAll(sep, '/');
    throw new PathError(
      about.isSymbolicLink()
        ? `the directory ${quoted(where)} was replaced by a link`
        : `${quoted(where)} is not a directory`,
    );
  }
}

function look(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new PathError(`${quoted(path)} cannot be looked at: ${code ?? String(error)}`, error);
  }
}
