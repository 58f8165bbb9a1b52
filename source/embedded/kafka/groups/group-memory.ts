const mebibyte = 1024 * 1024;

/** What groups, their members and what is stored of them may hold together. */
export const mostMemberBytes = 64 * mebibyte;
/** What committed offsets with their metadata may hold together. */
export const mostOffsetBytes = 16 * mebibyte;

type Log = (line: string) => void;

/** At most this many bytes in memory, counted over all holders. Each change is counted as it happens. */
export class Ceiling {
  readonly #what: string;
  readonly #most: number;
  #total = 0;
  /** The logs that know of the refusals. */
  #told = new WeakSet<Log>();

  constructor(what: string, most: number) {
    this.#what = what;
    this.#most = most;
  }

  get total(): number {
    return this.#total;
  }

  /** Whether there is room for this much more; what does not grow always fits. A broker logs the first refusal. */
  admits(growth: number, log: Log): boolean {
    if (growth <= 0 || this.#total + growth <= this.#most) return true;
    if (this.#told.has(log)) return false;
    this.#told.add(log);
    log(
      `Refusing requests: ${this.#what} of all brokers hold ${this.#total} bytes, ${growth} more were asked for, and ` +
        `${this.#most} are allowed. This is logged again when half of it was free in between.`,
    );
    return false;
  }

  share(): MemoryShare {
    return new MemoryShare((bytes) => {
      this.#total += bytes;
      if (this.#total <= this.#most / 2) this.#told = new WeakSet();
    });
  }
}

/** What one holder has under a {@link Ceiling}. */
export class MemoryShare {
  readonly #count: (bytes: number) => void;
  #bytes = 0;
  #ended = false;

  constructor(count: (bytes: number) => void) {
    this.#count = count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Counts more bytes, or fewer if negative. After the end, nothing is counted. */
  add(bytes: number): void {
    if (this.#ended) return;
    this.#bytes += bytes;
    this.#count(bytes);
  }

  /** The holder is gone: gives everything back. */
  end(): void {
    this.add(-this.#bytes);
    this.#ended = true;
  }
}

/** Bounds what clients make the groups of all brokers hold. */
export class GroupMemory {
  readonly members: Ceiling;
  readonly offsets: Ceiling;

  constructor(memberBytes: number = mostMemberBytes, offsetBytes: number = mostOffsetBytes) {
    this.members = new Ceiling('the groups and members', memberBytes);
    this.offsets = new Ceiling('the committed offsets', offsetBytes);
  }
}

/** The most that V8 takes for a text. */
export function textBytes(text: string | null): number {
  return text === null ? 0 : 2 * text.length;
}
