import { closeSync, openSync, writeSync } from 'node:fs';
import { withSum } from '../../../files/summed-json.ts';
import { removePlain, renamePlain } from '../../paths/plain-directory.ts';
import type { StoredObjects } from './object-log.ts';

/** The file that replaces an object log, with only the current objects. All methods throw disk errors. */
export class LogSuccessor {
  readonly #path: string;
  readonly #lines: () => Generator<string>;
  readonly #fd: number;
  #size = 0;
  #isOpen = true;

  /** `isKept`: which resources are persisted. */
  constructor(path: string, contents: StoredObjects, isKept: (resource: string) => boolean) {
    this.#path = path;
    this.#lines = () => linesOf(contents, isKept);
    removePlain(`${path}.new`);
    this.#fd = openSync(`${path}.new`, 'wx', 0o600);
  }

  /** Still to be written. */
  lines(): Generator<string> {
    return this.#lines();
  }

  write(line: string): void {
    this.#size += writeLine(this.#fd, line, this.#size);
  }

  /** The descriptor then belongs to the caller. */
  takePlace(): { readonly fd: number; readonly size: number } {
    renamePlain(`${this.#path}.new`, this.#path);
    this.#isOpen = false;
    return { fd: this.#fd, size: this.#size };
  }

  /** Removes the unused successor. */
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

/** Returns the number of bytes written. */
export function writeLine(fd: number, line: string, at: number): number {
  const bytes = Buffer.from(line);
  for (let written = 0; written < bytes.length; )
    written += writeSync(fd, bytes, written, bytes.length - written, at + written);
  return bytes.length;
}
