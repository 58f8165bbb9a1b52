import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { containerPath } from '../../paths/container-path.ts';
import { PathError } from '../../paths/path-error.ts';
import { readPlain, writePlain } from '../../paths/plain-file.ts';
import { coveringMount, directoryBehind } from './mounts.ts';

const longestFile = 1024 * 1024;

/** A container's mounts as its programs see them. Paths and links that lead out of their mount do not exist. */
export class MountedFiles {
  readonly #mounts: Readonly<Record<string, string>>;

  constructor(mounts: Readonly<Record<string, string>>) {
    this.#mounts = mounts;
  }

  /** The mount points themselves, which always exist as directories. */
  get points(): readonly string[] {
    return Object.keys(this.#mounts).map(containerPath);
  }

  /** The first MiB of a file's text; undefined if it is not a readable file in a mount. */
  read(path: string): string | undefined {
    const found = this.#find(path);
    if (!found?.about.isFile()) return undefined;
    return orUndefined(() => readPlain(found.behind, longestFile).toString('utf8'));
  }

  isFile(path: string): boolean {
    return this.#find(path)?.about.isFile() ?? false;
  }

  isDirectory(path: string): boolean {
    return this.#find(path)?.about.isDirectory() ?? false;
  }

  /** The entries of a directory in a mount. */
  list(path: string): string[] {
    const found = this.#find(path);
    if (!found?.about.isDirectory()) return [];
    return orUndefined(() => readdirSync(found.behind)) ?? [];
  }

  /** False: no directory of a mount contains it, the name is taken by something else, or it is not writable. */
  write(path: string, text: string, append: boolean): boolean {
    return (
      orUndefined(() => {
        const behind = directoryBehind({ mounts: this.#mounts }, path);
        if (behind === undefined) return false;
        const about = lstatSync(behind, { throwIfNoEntry: false });
        if (about && (!about.isFile() || about.size > longestFile)) return false;
        writePlain(behind, text, append ? 'append' : 'write');
        return true;
      }) ?? false
    );
  }

  covers(path: string): boolean {
    return coveringMount(this.#mounts, path) !== undefined;
  }

  #find(path: string): { readonly behind: string; readonly about: Stats } | undefined {
    return orUndefined(() => {
      const behind = directoryBehind({ mounts: this.#mounts }, path);
      const about = behind === undefined ? undefined : lstatSync(behind, { throwIfNoEntry: false });
      return behind !== undefined && about ? { behind, about } : undefined;
    });
  }
}

/** Paths that lead out of their mount do not exist, and neither do paths that the system refuses: a program gets the usual error. */
function orUndefined<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof PathError || (error as NodeJS.ErrnoException).syscall !== undefined)
      return undefined;
    throw error;
  }
}
