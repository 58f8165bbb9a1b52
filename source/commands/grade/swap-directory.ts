import { access, chmod, constants, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ifExpected } from '../../errors/expected-failure.ts';
import { LabError } from '../../errors/lab-error.ts';
import { refuseLink } from '../../files/refuse-link.ts';

/**
 * Puts the new directory in the place of `directory`: one rename, before and after which a reader finds either all of the old files or all of
 * the new ones. What only the old one has follows, so a file of somebody else stays. `aside`: where the old one is meanwhile.
 * @throws LabError `machine-lacks`: a link is in the way; `journal`: a directory is, or a file. Node's error. Everything is then where it was
 */
export async function swapDirectory(directory: string, fresh: string, aside: string): Promise<void> {
  refuseLink(directory);
  const others = await entriesToKeep(directory, fresh);
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

/** The paths that the new directory lacks; undefined where there is no old one. */
async function entriesToKeep(directory: string, fresh: string): Promise<string[] | undefined> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (entries === undefined) return undefined;
  // A directory that is read-only is meant to stay as it is, and a private one private.
  await access(directory, constants.W_OK);
  await chmod(fresh, (await stat(directory)).mode & 0o777);
  const own = new Map((await readdir(fresh, { withFileTypes: true })).map((entry) => [entry.name, entry]));
  const kept: string[] = [];
  for (const entry of entries) {
    const made = own.get(entry.name);
    const path = join(directory, entry.name);
    if (made === undefined) {
      kept.push(entry.name);
      continue;
    }
    refuseLink(path);
    if (made.isDirectory() !== entry.isDirectory())
      throw new LabError(
        'journal',
        `\`${path}\` is ${entry.isDirectory() ? 'a directory' : 'no directory'}`,
        {
          hint: 'move it away, or choose another directory with -o',
        },
      );
    if (made.isDirectory()) {
      const inner = await entriesToKeep(path, join(fresh, entry.name));
      kept.push(...(inner ?? []).map((name) => join(entry.name, name)));
    }
  }
  return kept;
}
