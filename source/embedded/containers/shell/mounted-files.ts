import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { containerPath } from '../../paths/container-path.ts';
import { PathError } from '../../paths/path-error.ts';
import { readPlain, writePlain } from '../../paths/plain-file.ts';
import { coveringMount, directoryBehind } from './mounts.ts';

const longestFile = 1024 * 1024;

/** What a container's mounts hold, as its programs see it. What a path or a link would find outside of its mount is not there. */
export class MountedFiles {
  readonly #mounts: Readonly<Record<string, string>>;

  constructor(mounts: Readonly<Record<string, string>>) {
    this.#mounts = mounts;
  }

  /** The mount points themselves, which are directories wherever they are. */
  get points(): readonly string[] {
    return Object.keys(this.#mounts).map(containerPath);
  }

  /** The first MiB of a file's text; undefined for what is no file in a mount, or cannot be read. */
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

  /** The names in a directory of a mount. */
  list(path: string): string[] {
    const found = this.#find(path);
    if (!found?.about.isDirectory()) return [];
    return orUndefined(() => readdirSync(found.behind)) ?? [];
  }

  /** False: no directory of a mount is there to hold the file, something else has its name, or it cannot be written. */
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

/** What leads out of its mount is not there, and neither is what the system refuses: a program is told so in its own words. */
function orUndefined<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof PathError || (error as NodeJS.ErrnoException).syscall !== undefined)
      return undefined;
    throw error;
  }
}
