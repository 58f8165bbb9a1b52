/**
 * Writes what is added in one go as one piece: a stream's buffer is bounded in bytes, so that thousands of pieces of one byte each fit into it,
 * and whoever reads it would then have them all at once.
 */
export class WriteBatcher {
  readonly #write: (bytes: Buffer) => void;
  #pieces: Buffer[] = [];

  constructor(write: (bytes: Buffer) => void) {
    this.#write = write;
  }

  add(piece: Buffer): void {
    this.#pieces.push(piece);
    if (this.#pieces.length === 1) queueMicrotask(() => this.flush());
  }

  /** Writes now what was added. */
  flush(): void {
    const pieces = this.#pieces;
    if (pieces.length === 0) return;
    this.#pieces = [];
    this.#write(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces));
  }
}
