import { closeSync, openSync, writeSync } from 'node:fs';
import { withSum } from '../../../files/summed-json.ts';
import { removePlain, renamePlain } from '../../paths/plain-directory.ts';
import type { StoredObjects } from './object-log.ts';

/** The file that takes the place of a log of objects, with what there is and nothing of what was. Every method throws what the disk says. */
export class LogSuccessor {
  readonly #path: string;
  readonly #lines: () => Generator<string>;
  readonly #fd: number;
  #size = 0;
  #isOpen = true;

  /** `isKept`: which resources are written down at all. */
  constructor(path: string, contents: StoredObjects, isKept: (resource: string) => boolean) {
    this.#path = path;
    this.#lines = () => linesOf(contents, isKept);
    removePlain(`${path}.new`);
    this.#fd = openSync(`${path}.new`, 'wx', 0o600);
  }

  /** Each still to be written. */
  lines(): Generator<string> {
    return this.#lines();
  }

  write(line: string): void {
    this.#size += writeLine(this.#fd, line, this.#size);
  }

  /** The descriptor is the caller's from then on. */
  takePlace(): { readonly fd: number; readonly size: number } {
    renamePlain(`${this.#path}.new`, this.#path);
    this.#isOpen = false;
    return { fd: this.#fd, size: this.#size };
  }

  /** Takes away what did not take the place. */
  giveUp(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#fd);
    removePlain(`${this.#path}.new`);
  }
}

function* linesOf(
  { version, objects }: StoredObjects,
  isKept: (resource: string) => boolean,
): Generator<string> {
  yield `${withSum(JSON.stringify({ version }))}\n`;
  for (const { resource, object } of objects)
    if (isKept(resource)) yield `${withSum(JSON.stringify({ version, resource, object }))}\n`;
}

/** Returns the bytes that were written. */
export function writeLine(fd: number, line: string, at: number): number {
  const bytes = Buffer.from(line);
  for (let written = 0; written < bytes.length; )
    written += writeSync(fd, bytes, written, bytes.length - written, at + written);
  return bytes.length;
}
