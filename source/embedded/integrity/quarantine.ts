import { createHash } from 'node:crypto';
import { copyFileSync, lstatSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { UnfitFileError } from '../../files/regular-file.ts';
import { requireRealParent } from '../paths/guarded-directory.ts';
import { accessRefusal } from './require-access.ts';

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

  /**
   * The same for an entry of a directory whose name is not UTF-8. In quarantine, its name is escaped: as a path it could not be typed.
   * Returns its escaped path as well.
   */
  takeNamed(directory: string, name: Buffer): readonly [path: string, movedTo: string] {
    const path = `${directory}/${escaped(name)}`;
    const from = Buffer.concat([Buffer.from(`${join(this.#directory, directory)}/`), name]);
    return [path, this.#put(path, (target) => renameSync(from, target))];
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
      throw this.#refusal(path, cause);
    }
  }

  /** What is in the way is the path itself, the directory that it is in, or where it would go. */
  #refusal(path: string, cause: unknown): LabError {
    const full = join(this.#directory, path);
    const place = join(this.#directory, quarantineFolder);
    for (const directory of [full, dirname(full), place, this.#directory]) {
      const refusal = accessRefusal(directory);
      if (refusal !== undefined) return refusal;
    }
    const wrong = `\`${path}\` of the cluster is damaged and cannot be moved away: ${describeError(cause)}`;
    const hint = `see that \`${place}\` can be written to, or start an empty cluster without --keep`;
    return new LabError('machine-lacks', wrong, { hint, cause });
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

/** Bytes of a name that are kept as they are, and the longest name that they make. */
const plainByte = /^[\w.+=@,~-]$/;
const longestEscaped = 200;

/** `t\xff` → `t%FF`; a name that becomes too long ends in its digest. */
function escaped(name: Buffer): string {
  const text = Array.from(name, (byte) => {
    const character = String.fromCharCode(byte);
    return plainByte.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
  if (text.length <= longestEscaped) return text;
  return `${text.slice(0, longestEscaped - 33)}-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}
