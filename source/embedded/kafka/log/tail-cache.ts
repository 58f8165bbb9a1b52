const leastCapacity = 4096;

/** The newest bytes of a segment, so that consumers at the tail need no file reads. When it is full, the older half is dropped. */
export class TailCache {
  readonly #limit: number;
  #buffer: Buffer = Buffer.alloc(0);
  #length = 0;
  /** The segment position of the buffer's first byte. */
  #start: number;

  constructor(limitBytes: number, position: number) {
    this.#limit = limitBytes;
    this.#start = position;
  }

  append(data: Buffer): void {
    if (data.length > this.#limit) {
      this.#start += this.#length + data.length;
      this.#length = 0;
      return;
    }
    if (this.#length + data.length > this.#buffer.length) this.#makeRoom(data.length);
    data.copy(this.#buffer, this.#length);
    this.#length += data.length;
  }

  /** A view of these bytes, valid until the next append, or undefined if they are not cached. */
  view(position: number, length: number): Buffer | undefined {
    const from = position - this.#start;
    return from < 0 || from + length > this.#length ? undefined : this.#buffer.subarray(from, from + length);
  }

  /** Whether these bytes belong to the cache and are not a copy. */
  holds(view: Buffer): boolean {
    return view.buffer === this.#buffer.buffer;
  }

  #makeRoom(needed: number): void {
    const wanted = this.#length + needed;
    if (wanted <= this.#limit) {
      const grown = Buffer.allocUnsafe(
        Math.min(this.#limit, Math.max(leastCapacity, wanted, this.#buffer.length * 2)),
      );
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
      return;
    }
    const kept = Math.min(this.#limit >>> 1, this.#limit - needed, this.#length);
    const grown = this.#buffer.length < this.#limit ? Buffer.allocUnsafe(this.#limit) : this.#buffer;
    this.#buffer.copy(grown, 0, this.#length - kept, this.#length);
    this.#buffer = grown;
    this.#start += this.#length - kept;
    this.#length = kept;
  }
}
