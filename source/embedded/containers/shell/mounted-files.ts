import {
  appendFileSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, sep } from 'node:path';
import { mountedDirectory } from './mounts.ts';

const longestFile = 1024 * 1024;

/** What a container's mounts hold, as its programs see it. Nothing is followed out of a mount: a link may have been made by anyone. */
export class MountedFiles {
  readonly #mounts: Readonly<Record<string, string>>;

  constructor(mounts: Readonly<Record<string, string>>) {
    this.#mounts = mounts;
  }

  /** The mount points themselves, which are directories wherever they are. */
  get points(): readonly string[] {
    return Object.keys(this.#mounts);
  }

  /** The first MiB of a file's text; undefined for what is no file in a mount. */
  read(path: string): string | undefined {
    const behind = this.#behind(path);
    if (behind === undefined || !statSync(behind).isFile()) return undefined;
    return readFileSync(behind).subarray(0, longestFile).toString('utf8');
  }

  isFile(path: string): boolean {
    const behind = this.#behind(path);
    return behind !== undefined && statSync(behind).isFile();
  }

  isDirectory(path: string): boolean {
    const behind = this.#behind(path);
    return behind !== undefined && statSync(behind).isDirectory();
  }

  /** The names in a directory of a mount. */
  list(path: string): string[] {
    const behind = this.#behind(path);
    return behind === undefined || !statSync(behind).isDirectory() ? [] : readdirSync(behind);
  }

  /** False: no directory of a mount is there to hold the file, or something else has its name. */
  write(path: string, text: string, append: boolean): boolean {
    const slash = path.lastIndexOf('/');
    const directory = this.#behind(path.slice(0, slash) || '/');
    if (directory === undefined) return false;
    const file = join(directory, path.slice(slash + 1));
    try {
      const about = lstatSync(file, { throwIfNoEntry: false });
      if (about && (!about.isFile() || about.size > longestFile)) return false;
      if (append) appendFileSync(file, text);
      else writeFileSync(file, text);
      return true;
    } catch {
      return false;
    }
  }

  covers(path: string): boolean {
    return mountedDirectory(this.#mounts, path) !== undefined;
  }

  #behind(path: string): string | undefined {
    const directory = mountedDirectory(this.#mounts, path);
    if (directory === undefined) return undefined;
    try {
      lstatSync(directory);
      const real = realpathSync(directory);
      const isInside = Object.values(this.#mounts).some((root) => {
        const realRoot = realpathSync(root);
        return real === realRoot || real.startsWith(realRoot + sep);
      });
      return isInside ? real : undefined;
    } catch {
      return undefined;
    }
  }
}
