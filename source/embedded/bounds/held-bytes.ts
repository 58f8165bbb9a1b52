/**
 * The bytes that connections make this process hold: requests that have begun and not ended, and answers that are not read. Each protocol
 * bounds one connection; this bounds all of them together, whatever their protocol.
 */

/** What all connections may hold together. One Kafka request may have 100 MiB. */
export const mostHeldBytes = 192 * 1024 * 1024;

/** A connection that holds less is not counted, so that counting costs nothing where requests are small. */
const leastCountedBytes = 64 * 1024;

/** What one connection holds. */
export interface Share {
  /** It holds so many bytes now; 0 gives the share up. May break off connections, its own among them. */
  set(bytes: number): void;
}

interface Holder {
  readonly what: string;
  readonly breakOff: () => void;
  bytes: number;
}

export class HeldBytes {
  readonly #most: number;
  readonly #holders = new Set<Holder>();
  #total = 0;
  readonly #log: (line: string) => void;

  /** `log` is told which connection was broken off. */
  constructor(log: (line: string) => void = () => {}, most: number = mostHeldBytes) {
    this.#log = log;
    this.#most = most;
  }

  /** Of all connections. */
  get total(): number {
    return this.#total;
  }

  /** `breakOff` ends the connection, and is called when all of them hold too much and this one the most. */
  share(what: string, breakOff: () => void): Share {
    const holder: Holder = { what, breakOff, bytes: 0 };
    return {
      set: (held) => {
        const bytes = held < leastCountedBytes ? 0 : held;
        if (bytes === holder.bytes) return;
        this.#total += bytes - holder.bytes;
        const grew = bytes > holder.bytes;
        holder.bytes = bytes;
        if (bytes === 0) this.#holders.delete(holder);
        else this.#holders.add(holder);
        if (grew && this.#total > this.#most) this.#makeRoom();
      },
    };
  }

  /** Of those that hold the most, the newest goes. */
  #makeRoom(): void {
    while (this.#total > this.#most) {
      let largest: Holder | undefined;
      for (const holder of this.#holders) if (holder.bytes >= (largest?.bytes ?? 0)) largest = holder;
      if (!largest) return;
      this.#log(
        `${largest.what} is broken off: all connections together hold ${this.#total} bytes, ${this.#most} are allowed, and it holds ${largest.bytes}`,
      );
      this.#total -= largest.bytes;
      largest.bytes = 0;
      this.#holders.delete(largest);
      largest.breakOff();
    }
  }
}
