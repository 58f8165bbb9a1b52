import { randomUUID } from 'node:crypto';
import { lstatSync, opendirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PathError, quoted } from './path-error.ts';
import { checkName, namedInside } from './path-inside.ts';

/**
 * Removes what `removeInside` removes, one entry per step, so that the caller can let others have the event loop in between. Somebody may
 * put a link in the place of a directory meanwhile: each step looks at the way again. A directory deep inside moves up to the top before
 * it is emptied, which keeps that way short however deep the tree is. Throws `PathError` where a link took the place of a directory,
 * and what the system says.
 */
export function* removalSteps(
  root: string,
  ...names: readonly [string, ...string[]]
): Generator<void, void, void> {
  const above = names.slice(0, -1);
  const last = names[above.length] as string;
  checkName(last);
  const find = (): string => join(namedInside(root, ...above), last);
  const found = find();
  if (!isDirectory(found)) {
    rmSync(found, { force: true });
    return;
  }
  const top = (): string => required(find());
  do {
    const full = yield* emptied(top, top);
    for (let name = full.pop(); name !== undefined; name = full.pop()) {
      const child = name;
      const inner = (): string => required(join(top(), child));
      do for (const deeper of yield* emptied(inner, top)) full.push(deeper);
      while (!isRemoved(inner()));
    }
  } while (!isRemoved(top()));
}

/** Removes what is in a directory, except directories that are not empty: returns their names in `top`, where they are now. */
function* emptied(directory: () => string, top: () => string): Generator<void, string[], void> {
  const full: string[] = [];
  const entries = opendirSync(directory());
  try {
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
      const parent = directory();
      const path = join(parent, entry.name);
      if (!entry.isDirectory()) rmSync(path, { force: true });
      else if (!isRemoved(path)) full.push(parent === top() ? entry.name : movedUp(path, top()));
      yield;
    }
  } finally {
    entries.closeSync();
  }
  return full;
}

/** Gives a directory a name of its own in `top`; returns that name. */
function movedUp(path: string, top: string): string {
  const name = `..${randomUUID()}`;
  renameSync(path, join(top, name));
  return name;
}

/** Removes a directory; returns false for one that is not empty. */
function isRemoved(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return true;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw error;
  }
}

function required(path: string): string {
  if (isDirectory(path)) return path;
  throw new PathError(`${quoted(path)} is not removed: something else took the place of the directory`);
}

function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
