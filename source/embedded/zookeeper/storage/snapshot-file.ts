import { closeSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RunningSum } from '../../../files/summed-json.ts';
import { pathInside } from '../../paths/path-inside.ts';
import { makePlainDirectory, removePlain, renamePlain } from '../../paths/plain-directory.ts';

/** How many characters are buffered before a write. */
const pieceLength = 64 * 1024;

/** Throws `PathError` if a link in the directory leads out of it. */
export function snapshotPath(dataDirectory: string): string {
  return join(pathInside(dataDirectory, 'version-2'), 'snapshot.json');
}

/** A snapshot that is being written beside the current one. All methods throw disk errors. */
export class SnapshotFile {
  readonly #path: string;
  readonly #fd: number;
  readonly #sum = new RunningSum();
  #text = '';

  constructor(dataDirectory: string) {
    this.#path = snapshotPath(dataDirectory);
    makePlainDirectory(dirname(this.#path));
    // Created anew: an existing file is neither followed nor written.
    removePlain(this.#fresh);
    this.#fd = openSync(this.#fresh, 'wx', 0o600);
  }

  get #fresh(): string {
    return `${this.#path}.new`;
  }

  /** The pieces form a JSON object without its last brace. */
  write(text: string): void {
    this.#text += text;
    if (this.#text.length >= pieceLength) this.#flush();
  }

  /** Appends the checksum and replaces the last snapshot. */
  takePlace(): void {
    this.#flush();
    this.#text = this.#sum.end();
    this.#flush();
    renamePlain(this.#fresh, this.#path);
  }

  close(): void {
    closeSync(this.#fd);
    removePlain(this.#fresh);
  }

  #flush(): void {
    this.#sum.add(this.#text);
    const bytes = Buffer.from(this.#text);
    this.#text = '';
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#fd, bytes, written);
  }
}
