import { copyFileSync, lstatSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { UnfitFileError } from '../../files/regular-file.ts';
import { requireRealParent } from '../paths/guarded-directory.ts';

/** Below a cluster's directory: nothing in it is ever deleted here. */
export const quarantineFolder = 'quarantine';

/**
 * Where a cluster's damaged data goes: a directory for each start that finds any, named by the time, in which everything keeps its path.
 * Nothing is overwritten.
 */
export class Quarantine {
  readonly #directory: string;
  readonly #name: string;
  readonly #taken = new Set<string>();
  #folder: string | undefined;

  /** `directory`: the cluster's. `now` in ms since the epoch. */
  constructor(directory: string, now: number) {
    this.#directory = directory;
    this.#name = new Date(now).toISOString().replace(/[-:Z]/g, '').replace('T', '-').replace('.', '-');
  }

  /** Moves a file or directory into quarantine. Takes and returns paths relative to the cluster's directory. */
  take(path: string): string {
    const movedTo = this.#put(path, (target) => renameSync(join(this.#directory, path), target));
    this.#taken.add(path);
    return movedTo;
  }

  /** Whether a file, or a directory above it, was moved. */
  has(path: string): boolean {
    for (let above = path; above !== '.' && above !== '/'; above = posix.dirname(above))
      if (this.#taken.has(above)) return true;
    return false;
  }

  /** Puts a copy of a file into quarantine. */
  copy(path: string): string {
    return this.#put(path, (target) => copyFileSync(join(this.#directory, path), target));
  }

  #put(path: string, put: (target: string) => void): string {
    try {
      requireRealParent(join(this.#directory, path));
      this.#folder ??= this.#open();
      const free = this.#freePath(join(this.#folder, path));
      mkdirSync(dirname(join(this.#directory, free)), { recursive: true, mode: 0o700 });
      requireRealParent(join(this.#directory, free));
      put(join(this.#directory, free));
      return free;
    } catch (cause) {
      throw new LabError(
        'machine-lacks',
        `\`${path}\` of the cluster is damaged and cannot be moved away: ${describeError(cause)}`,
        {
          hint: `see that \`${join(this.#directory, quarantineFolder)}\` can be written to, or start without --keep`,
          cause,
        },
      );
    }
  }

  #open(): string {
    const root = join(this.#directory, quarantineFolder);
    if (lstatSync(root, { throwIfNoEntry: false })?.isSymbolicLink())
      throw new UnfitFileError('not-a-file', `\`${root}\` is a symbolic link`);
    mkdirSync(root, { recursive: true, mode: 0o700 });
    for (let attempt = 1; ; attempt++) {
      const folder = join(quarantineFolder, attempt === 1 ? this.#name : `${this.#name}-${attempt}`);
      try {
        mkdirSync(join(this.#directory, folder), { mode: 0o700 });
        return folder;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }

  #freePath(path: string): string {
    for (let attempt = 1; ; attempt++) {
      const candidate = attempt === 1 ? path : `${path}.${attempt}`;
      if (lstatSync(join(this.#directory, candidate), { throwIfNoEntry: false }) === undefined)
        return candidate;
    }
  }
}
