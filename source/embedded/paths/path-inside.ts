import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { fileNameProblem } from '../../files/file-name.ts';
import { containerPath } from './container-path.ts';
import { requireRealDirectory } from './guarded-directory.ts';
import { isInside } from './is-inside.ts';
import { PathError, quoted } from './path-error.ts';

/**
 * Maps `path` below the directory `root` of this machine. `path` uses slashes on all platforms; it is normalised first, so that `..`
 * stays below `root`. Links on the way are followed while they stay in `root`. Missing directories are not created; nothing below one can
 * be a link. Throws {@link PathError} for a path that leads out.
 *
 * `root` is trusted: it comes from this function, or from whoever started the cluster. It may be missing, but must not be a link itself.
 */
export function pathInside(root: string, path: string): string {
  const names = containerPath(path)
    .split('/')
    .filter((name) => name !== '');
  for (const name of names) checkName(name, path);
  requireRealDirectory(root);
  if (look(root, path)?.isSymbolicLink())
    throw new PathError(`${quoted(path)} is refused: its directory was replaced by a link`);
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
 * The path of nested directories with these names below `root`. Each name must be a plain file name and is not normalised: it comes from
 * an object that was, or should have been, validated. No link is followed: the cluster creates these directories itself, never as links.
 * Throws {@link PathError}.
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

/** Throws {@link PathError} unless it is a plain file name. `path` is where the name comes from. */
export function checkName(name: string, path = name): void {
  const problem = typeof name === 'string' ? fileNameProblem(name) : 'is not a text';
  if (problem === undefined) return;
  const where = name === path ? '' : ` in the path ${quoted(path)}`;
  throw new PathError(`the name ${quoted(name)}${where} ${problem}`);
}

/** The final target of a link. */
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

/** A system error for a path (a loop of links, a dangling link, no permission) as a PathError. */
function attempt<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new PathError(`${quoted(path)} cannot be followed: ${code ?? String(error)}`, error);
  }
}
