import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isFileFailure } from '../../files/file-failure.ts';
import { fileNameProblem } from '../../files/file-name.ts';
import { readRegularFile } from '../../files/regular-file.ts';
import { MistakeError } from './mistake.ts';

const largestText = 64 * 1024;
const largestFile = 1024 * 1024;
const mostFiles = 100;
const deepest = 8;

/** A lab folder on disk. No path of it leads out of it, also not through a symbolic link. */
export class LabFolder {
  readonly directory: string;
  readonly #root: string;
  readonly #hash = createHash('sha256');

  /** @throws Node's error: there is no such directory */
  constructor(directory: string) {
    this.directory = directory;
    this.#root = realpathSync(directory);
  }

  /** The text of a file; `by` is the file that names it. @throws MistakeError */
  text(path: string, by = path): string {
    const bytes = this.#read(path, largestText, by);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (error) {
      // `fatal` makes it throw a TypeError.
      if (!(error instanceof TypeError)) throw error;
      throw new MistakeError({ file: path, message: 'the file is not UTF-8 text' });
    }
  }

  /** All files below a folder of the lab, by their path from there. @throws MistakeError */
  filesBelow(path: string, by: string): ReadonlyMap<string, Buffer> {
    const files = new Map<string, Buffer>();
    const walk = (folder: string, depth: number): void => {
      if (depth > deepest)
        throw new MistakeError({
          file: by,
          message: `\`${folder}\` is nested deeper than ${deepest} folders`,
        });
      for (const entry of this.#list(folder, by)) {
        const inner = `${folder}/${entry.name}`;
        if (entry.isDirectory()) walk(inner, depth + 1);
        else files.set(inner.slice(path.length + 1), this.#read(inner, largestFile, by));
        if (files.size > mostFiles)
          throw new MistakeError({ file: by, message: `\`${path}\` has more than ${mostFiles} files` });
      }
    };
    walk(path, 1);
    return files;
  }

  /** The digest of all that was read, in that order: SHA-256 in hexadecimal. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  #list(path: string, by: string): Dirent[] {
    const real = this.#realPath(path, by);
    try {
      return readdirSync(real, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      throw unreadable(error, path, by);
    }
  }

  #read(path: string, most: number, by: string): Buffer {
    const real = this.#realPath(path, by);
    try {
      const bytes = readRegularFile(real, most, 'refuse');
      this.#hash.update(`${path}\0${bytes.length}\0`).update(bytes);
      return bytes;
    } catch (error) {
      throw unreadable(error, path, by);
    }
  }

  #realPath(path: string, by: string): string {
    const names = path.split('/');
    const bad = names.find((name) => fileNameProblem(name) !== undefined || name.includes('\\'));
    if (bad !== undefined)
      throw new MistakeError({
        file: by,
        message: `\`${path}\` leads out of the lab's folder; a path names files below it, with \`/\` between folders`,
      });
    let real: string;
    try {
      real = realpathSync(join(this.#root, ...names));
    } catch (error) {
      throw unreadable(error, path, by);
    }
    const inside = relative(this.#root, real);
    if (inside === '..' || inside.startsWith(`..${sep}`) || join(this.#root, inside) !== real)
      throw new MistakeError({
        file: by,
        message: `\`${path}\` is a link that leads out of the lab's folder`,
      });
    return real;
  }
}

function unreadable(error: unknown, path: string, by: string): unknown {
  if (!isFileFailure(error)) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const why = code === 'ENOENT' || code === 'ENOTDIR' ? `there is no file \`${path}\`` : message;
  return new MistakeError({ file: by, message: why });
}
