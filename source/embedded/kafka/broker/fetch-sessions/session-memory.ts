/** The most partitions that the fetch sessions of all brokers hold. A session counts as one more. */
export const mostSessionPartitions = 20_000;

/** The sessions of one broker. */
interface Holder {
  /** Whether there was one to evict. */
  evictStale(): boolean;
}

/** Bounds what the fetch sessions of all brokers hold. */
export class SessionMemory {
  readonly #most: number;
  readonly #holders = new Set<Holder>();
  #held = 0;

  constructor(most: number = mostSessionPartitions) {
    this.#most = most;
  }

  get held(): number {
    return this.#held;
  }

  join(holder: Holder): void {
    this.#holders.add(holder);
  }

  leave(holder: Holder): void {
    this.#holders.delete(holder);
  }

  /** Whether so many more may be held, after stale sessions have made room. */
  admits(more: number): boolean {
    for (const holder of this.#holders)
      while (this.#held + more > this.#most) if (!holder.evictStale()) break;
    return this.#held + more <= this.#most;
  }

  /** Fewer, if negative. */
  add(more: number): void {
    this.#held += more;
  }
}
