/**
 * The bytes that connections make this process hold: requests that have begun and not ended, and answers that are not read. Each protocol
 * bounds one connection; this bounds all of them together, whatever their protocol.
 */

/** What all connections may hold together. One Kafka request may have 100 MiB. */
export const mostHeldBytes = 192 * 1024 * 1024;

/** A connection that holds less is not counted, so that counting costs nothing where requests are small. */
const leastCountedBytes = 16 * 1024;

/** Bytes that wait for any number of clients: they are held once, and counted once. */
export class SharedBytes {
  readonly bytes: Buffer;
  /** How many connections hold them. Only `HeldBytes` changes it. */
  holders = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

/** What one connection holds. */
export interface Share {
  /** It holds so many bytes of its own now; 0 gives the share up. May break off connections, its own among them. */
  set(bytes: number): void;
  /** It holds these as well, once. May break off connections, its own among them. */
  hold(shared: SharedBytes): void;
  release(shared: SharedBytes): void;
  /** It holds nothing any more. */
  end(): void;
}

interface Holder {
  readonly what: string;
  readonly breakOff: () => void;
  /** Of its own. */
  bytes: number;
  readonly shared: Set<SharedBytes>;
  sharedBytes: number;
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

  /** Of those that hold the most, the newest goes. */
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
