import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeError } from '../../errors/lab-error.ts';
import { requireRealDirectory } from '../paths/guarded-directory.ts';
import type { Damage } from './damage.ts';
import type { Quarantine } from './quarantine.ts';

/** Shared by all checks. All paths are relative to the cluster's directory, with `/` as separator. */
export interface CheckContext {
  /** The cluster's directory. */
  readonly directory: string;
  readonly quarantine: Quarantine;
  /** Path → how it differs from the last run's state; empty if unknown. */
  readonly changed: ReadonlyMap<string, string>;
  readonly damages: Damage[];
  /** For harmless findings, such as a file truncated by a SIGKILL. */
  readonly note: (line: string) => void;
}

/** Quarantines a path and records it. */
export function putAside(
  { quarantine, damages }: CheckContext,
  path: string,
  wrong: string,
  todo: string,
): void {
  damages.push({ path, wrong, movedTo: quarantine.take(path), todo });
}

/**
 * The sub-directories of a directory. Anything else in it is quarantined, and so is the directory itself if it is not a readable
 * directory. `isOurs` selects the names to check.
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
