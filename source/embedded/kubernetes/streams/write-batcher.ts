/**
 * Joins everything added in one turn into one write: a stream's buffer is bounded in bytes, so it could hold thousands of one-byte
 * pieces, all delivered to the reader at once.
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

  /** Writes the batch now. */
  flush(): void {
    const pieces = this.#pieces;
    if (pieces.length === 0) return;
    this.#pieces = [];
    this.#write(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces));
  }
}
