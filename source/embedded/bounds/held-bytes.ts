/**
 * The bytes that connections make this process hold: unfinished requests and unread responses. Each protocol bounds one connection; this
 * bounds all of them together, across protocols.
 */

/** The limit for all connections together. One Kafka request may have 100 MiB. */
export const mostHeldBytes = 128 * 1024 * 1024;

/** Connections that hold less are not counted, so that small requests cost nothing. */
const leastCountedBytes = 16 * 1024;

/** Bytes queued for any number of clients: held and counted once. */
export class SharedBytes {
  readonly bytes: Buffer;
  /** The number of connections that hold them. Only `HeldBytes` changes it. */
  holders = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

/** One connection's share. */
export interface Share {
  /** Sets its own bytes; 0 gives the share up. May close connections, including this one. */
  set(bytes: number): void;
  /** Also holds these bytes, counted once. May close connections, including this one. */
  hold(shared: SharedBytes): void;
  release(shared: SharedBytes): void;
  /** Releases everything. */
  end(): void;
}

interface Holder {
  readonly what: string;
  readonly breakOff: () => void;
  /** Its own bytes. */
  bytes: number;
  readonly shared: Set<SharedBytes>;
  sharedBytes: number;
}

export class HeldBytes {
  readonly #most: number;
  readonly #holders = new Set<Holder>();
  #total = 0;
  readonly #log: (line: string) => void;

  /** `log` gets a line for each closed connection. */
  constructor(log: (line: string) => void = () => {}, most: number = mostHeldBytes) {
    this.#log = log;
    this.#most = most;
  }

  /** The total of all connections. */
  get total(): number {
    return this.#total;
  }

  /** `breakOff` closes the connection; it is called when the total is too large and this connection holds the most. */
  share(what: string, breakOff: () => void): Share {
    const holder: Holder = { what, breakOff, bytes: 0, shared: new Set(), sharedBytes: 0 };
    return {
      set: (held) => this.#set(holder, held < leastCountedBytes ? 0 : held),
      hold: (shared) => this.#hold(holder, shared),
      release: (shared) => this.#release(holder, shared),
      end: () => this.#end(holder),
    };
  }

  #set(holder: Holder, bytes: number): void {
    if (bytes === holder.bytes) return;
    const grew = bytes > holder.bytes;
    this.#total += bytes - holder.bytes;
    holder.bytes = bytes;
    this.#enlist(holder);
    if (grew) this.#makeRoom();
  }

  #hold(holder: Holder, shared: SharedBytes): void {
    if (holder.shared.has(shared)) return;
    holder.shared.add(shared);
    holder.sharedBytes += shared.bytes.length;
    shared.holders += 1;
    if (shared.holders === 1) this.#total += shared.bytes.length;
    this.#enlist(holder);
    this.#makeRoom();
  }

  #release(holder: Holder, shared: SharedBytes): void {
    if (!holder.shared.delete(shared)) return;
    holder.sharedBytes -= shared.bytes.length;
    shared.holders -= 1;
    if (shared.holders === 0) this.#total -= shared.bytes.length;
    this.#enlist(holder);
  }

  #end(holder: Holder): void {
    this.#set(holder, 0);
    for (const shared of [...holder.shared]) this.#release(holder, shared);
  }

  #enlist(holder: Holder): void {
    if (holder.bytes === 0 && holder.shared.size === 0) this.#holders.delete(holder);
    else this.#holders.add(holder);
  }

  /** Among those that hold the most, closes the newest. */
  #makeRoom(): void {
    while (this.#total > this.#most) {
      let largest: Holder | undefined;
      for (const holder of this.#holders) if (!largest || sizeOf(holder) >= sizeOf(largest)) largest = holder;
      if (!largest) return;
      this.#log(
        `${largest.what} is broken off: all connections together hold ${this.#total} bytes, ${this.#most} are allowed, and it holds ${sizeOf(largest)}`,
      );
      this.#end(largest);
      largest.breakOff();
    }
  }
}

function sizeOf({ bytes, sharedBytes }: Holder): number {
  return bytes + sharedBytes;
}
