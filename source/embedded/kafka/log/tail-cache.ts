const leastCapacity = 4096;

/** What the caches of all partitions hold. */
export const mostTailBytes = 64 * 1024 * 1024;

/** Beyond the limit, the cache that was appended to longest ago is emptied. */
export class TailCaches {
  readonly #most: number;
  /** In the order of their last appends. */
  readonly #caches = new Set<TailCache>();
  #bytes = 0;

  constructor(most: number = mostTailBytes) {
    this.#most = most;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** A cache was appended to, and has grown by so many bytes. */
  used(cache: TailCache, growth: number): void {
    this.#caches.delete(cache);
    this.#caches.add(cache);
    this.#bytes += growth;
    for (const oldest of this.#caches) {
      if (this.#bytes <= this.#most || oldest === cache) return;
      oldest.empty();
    }
  }

  emptied(cache: TailCache, bytes: number): void {
    this.#caches.delete(cache);
    this.#bytes -= bytes;
  }
}

/** Those of this process. */
const ofProcess = new TailCaches();

/** The newest bytes of a segment, so that consumers at the tail need no file reads. When it is full, the older half is dropped. */
export class TailCache {
  readonly #limit: number;
  readonly #caches: TailCaches;
  #buffer: Buffer = Buffer.alloc(0);
  #length = 0;
  /** The segment position of the buffer's first byte. */
  #start: number;

  constructor(limitBytes: number, position: number, caches: TailCaches = ofProcess) {
    this.#limit = limitBytes;
    this.#caches = caches;
    this.#start = position;
  }

  append(data: Buffer): void {
    if (data.length > this.#limit) {
      this.#start += this.#length + data.length;
      this.#length = 0;
      return;
    }
    const before = this.#buffer.length;
    if (this.#length + data.length > this.#buffer.length) this.#makeRoom(data.length);
    data.copy(this.#buffer, this.#length);
    this.#length += data.length;
    this.#caches.used(this, this.#buffer.length - before);
  }

  /** Gives the memory back. What is appended later is cached again. */
  empty(): void {
    this.#caches.emptied(this, this.#buffer.length);
    this.#buffer = Buffer.alloc(0);
    this.#start += this.#length;
    this.#length = 0;
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
