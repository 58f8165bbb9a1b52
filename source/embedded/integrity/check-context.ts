import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeError } from '../../errors/lab-error.ts';
import { requireRealDirectory } from '../paths/guarded-directory.ts';
import type { Damage } from './damage.ts';
import type { Quarantine } from './quarantine.ts';

/** What the checks of the parts share. All paths are relative to the cluster's directory, with `/` between their parts. */
export interface CheckContext {
  /** The cluster's directory. */
  readonly directory: string;
  readonly quarantine: Quarantine;
  /** Path → how it differs from what the last run left; empty where that is not known. */
  readonly changed: ReadonlyMap<string, string>;
  readonly damages: Damage[];
  /** For what is no damage, such as the end of a file that a SIGKILL cut short. */
  readonly note: (line: string) => void;
}

/** Moves something aside, and takes note of it. */
export function putAside(
  { quarantine, damages }: CheckContext,
  path: string,
  wrong: string,
  todo: string,
): void {
  damages.push({ path, wrong, movedTo: quarantine.take(path), todo });
}

/**
 * The directories in a directory; anything else in it is put aside, and so is the directory itself if it is none or cannot be read.
 * `isOurs` says which names are looked at.
 */
export function directoriesIn(
  context: CheckContext,
  path: string,
  todo: string,
  isOurs: (name: string) => boolean = () => true,
): string[] {
  try {
    requireRealDirectory(join(context.directory, path));
    const entries = readdirSync(join(context.directory, path), { withFileTypes: true });
    return entries.flatMap((entry) => {
      if (!isOurs(entry.name)) return [];
      if (entry.isDirectory()) return [`${path}/${entry.name}`];
      putAside(context, `${path}/${entry.name}`, 'is not a directory', todo);
      return [];
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    putAside(context, path, `cannot be read: ${describeError(error)}`, todo);
    return [];
  }
}
