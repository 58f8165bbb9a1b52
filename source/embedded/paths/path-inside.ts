import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { fileNameProblem } from '../../files/file-name.ts';
import { containerPath } from './container-path.ts';
import { requireRealDirectory } from './guarded-directory.ts';
import { isInside } from './is-inside.ts';
import { PathError, quoted } from './path-error.ts';

/**
 * Where `path` lies below the directory `root` of this machine. `path` has slashes between its names, whatever the platform; it is
 * normalised first, so that `..` stays below `root`. Links on the way are followed as long as they stay in `root`; what is not there is
 * not made, and then nothing behind it can be a link. Throws {@link PathError} for a path that leads out.
 *
 * `root` is trusted: it comes from this function, or from whoever started the cluster. It may be missing, but it may not be a link itself:
 * somebody put that there.
 */
export function pathInside(root: string, path: string): string {
  const names = containerPath(path)
    .split('/')
    .filter((name) => name !== '');
  for (const name of names) checkName(name, path);
  requireRealDirectory(root);
  if (look(root, path)?.isSymbolicLink())
    throw new PathError(`${quoted(path)} is not looked for: its directory was replaced by a link`);
  let reached = root;
  for (const [index, name] of names.entries()) {
    const next = join(reached, name);
    const about = look(next, path);
    if (about === undefined) return join(reached, ...names.slice(index));
    reached = about.isSymbolicLink() ? followed(root, next, path) : next;
  }
  return reached;
}

/**
 * Where the file or directory with these names lies, one directory in the other, below `root`. Unlike a path, a name that is no plain
 * file name is refused and not normalised: it comes from an object that was validated, or should have been. No link is followed, wherever
 * it leads: the cluster makes these directories itself, and none of them as a link. Throws {@link PathError}.
 */
export function namedInside(root: string, ...names: readonly string[]): string {
  for (const name of names) checkName(name);
  const place = join(root, ...names);
  if (pathInside(root, names.join('/')) !== place)
    throw new PathError(
      `${quoted(names.join('/'))} is refused: a directory on the way was replaced by a link`,
    );
  return place;
}

/** Throws {@link PathError} for what is not the name of one file. `path` is what the name was found in. */
export function checkName(name: string, path = name): void {
  const problem = typeof name === 'string' ? fileNameProblem(name) : 'is not a text';
  if (problem === undefined) return;
  const where = name === path ? '' : ` in the path ${quoted(path)}`;
  throw new PathError(`the name ${quoted(name)}${where} ${problem}`);
}

/** Where a link leads in the end. */
function followed(root: string, link: string, path: string): string {
  const target = attempt(path, () => realpathSync(link));
  if (
    isInside(
      attempt(path, () => realpathSync(root)),
      target,
    )
  )
    return target;
  throw new PathError(`${quoted(path)} leads out of its directory by a link`);
}

function look(at: string, path: string): Stats | undefined {
  return attempt(path, () => lstatSync(at, { throwIfNoEntry: false }));
}

/** What the system says of a path (a loop of links, a link to nowhere, no permission), as a refusal of that path. */
function attempt<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new PathError(`${quoted(path)} cannot be followed: ${code ?? String(error)}`, error);
  }
}
