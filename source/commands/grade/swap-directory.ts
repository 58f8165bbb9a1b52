import type { Dirent } from 'node:fs';
import { access, chmod, constants, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ifExpected } from '../../errors/expected-failure.ts';
import { LabError } from '../../errors/lab-error.ts';
import { refuseLink } from '../../files/refuse-link.ts';

/**
 * Puts the new directory in the place of `directory`: one rename, before and after which a reader finds either all of the old files or all of
 * the new ones. What only the old one has follows unless it is stale, so a file of somebody else stays. `aside`: where the old one is meanwhile.
 * @throws LabError `machine-lacks`: a link is in the way; `journal`: a directory is, or a file. Node's error. Everything is then where it was
 */
export async function swapDirectory(
  directory: string,
  fresh: string,
  aside: string,
  isStale: IsStale,
): Promise<void> {
  refuseLink(directory);
  const isThere = (await entriesOf(directory)) !== undefined;
  const others = isThere ? await entriesToKeep(directory, fresh, isStale) : undefined;
  if (isThere) await takeModes(directory, fresh);
  const moves: [string, string][] = [
    ...(others === undefined ? [] : [[directory, aside] satisfies [string, string]]),
    [fresh, directory],
    ...(others ?? []).map((path): [string, string] => [join(aside, path), join(directory, path)]),
  ];
  const done: [string, string][] = [];
  try {
    for (const [from, to] of moves) {
      await rename(from, to);
      done.push([from, to]);
    }
  } catch (error) {
    for (const [from, to] of done.toReversed()) await rename(to, from);
    throw error;
  }
  // Its files have been replaced; what cannot be deleted is in nobody's way.
  await rm(aside, { recursive: true, force: true }).catch(ifExpected(undefined));
}

/** What of an old directory does not follow into the new one, though that has no such file: a page that nobody has any longer. */
export type IsStale = (path: string) => Promise<boolean>;

/**
 * The paths in `old` that the new directory `fresh` lacks, but for those that are stale; undefined where there is no `fresh`.
 * @throws LabError as `swapDirectory`
 */
export async function entriesToKeep(
  old: string,
  fresh: string,
  isStale: IsStale = async () => false,
): Promise<string[] | undefined> {
  const made = await entriesOf(fresh);
  if (made === undefined) return undefined;
  const own = new Map(made.map((entry) => [entry.name, entry]));
  const kept: string[] = [];
  for (const entry of (await entriesOf(old)) ?? []) {
    const now = own.get(entry.name);
    const path = join(old, entry.name);
    if (now === undefined) {
      if (!(await isStale(path))) kept.push(entry.name);
      continue;
    }
    refuseLink(path);
    if (now.isDirectory() !== entry.isDirectory())
      throw new LabError(
        'journal',
        `\`${path}\` is ${entry.isDirectory() ? 'a directory' : 'no directory'}`,
        {
          hint: 'move it away, or choose another directory with -o',
        },
      );
    if (now.isDirectory()) {
      const inner = await entriesToKeep(path, join(fresh, entry.name), isStale);
      kept.push(...(inner ?? []).map((name) => join(entry.name, name)));
    }
  }
  return kept;
}

/** A directory that is read-only is meant to stay as it is, and a private one private; so are those in it. */
async function takeModes(old: string, fresh: string): Promise<void> {
  await access(old, constants.W_OK);
  await chmod(fresh, (await stat(old)).mode & 0o777);
  for (const entry of (await entriesOf(fresh)) ?? [])
    if (entry.isDirectory() && (await entriesOf(join(old, entry.name))) !== undefined)
      await takeModes(join(old, entry.name), join(fresh, entry.name));
}

/** Undefined where there is no such directory. */
async function entriesOf(directory: string): Promise<Dirent[] | undefined> {
  return readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}
