import type { Writable } from 'node:stream';
import { type HeldBytes, type Share, SharedBytes } from './held-bytes.ts';

/**
 * What a stream is given at a time. What it was given is copied on its way to the network, by TLS and by every stream in between, where
 * nobody counts it; what it was not given yet waits here, and is counted.
 */
export const pieceBytes = 64 * 1024;

export interface OutboxOptions {
  readonly held: HeldBytes;
  /** The connection as a log line names it: `a watch of pods`. */
  readonly what: string;
  /** Bytes that may wait here; without it the ceiling over all connections is the only bound. */
  readonly most?: number;
  /** How long a client may take nothing while something waits for it, in ms; for ever without it. */
  readonly stalledAfterMs?: number;
  /** Ends the connection. `why` is missing where the ceiling was exceeded, which has been logged. */
  readonly breakOff: (why?: string) => void;
}

/** What waits for one client. Its stream gets it in pieces, the next when it took the last. */
export class Outbox {
  readonly #stream: Writable;
  readonly #share: Share;
  readonly #options: OutboxOptions;
  readonly #queue: SharedBytes[] = [];
  /** What of the first in the queue was handed on. */
  #offset = 0;
  #waiting = 0;
  #stall: NodeJS.Timeout | undefined;
  #whenEmpty: (() => void)[] = [];
  #onEmpty: (() => void) | undefined;
  #isClosed = false;

  constructor(stream: Writable, options: OutboxOptions) {
    this.#stream = stream;
    this.#options = options;
    this.#share = options.held.share(options.what, () => this.#breakOff());
    stream.on('drain', () => this.#proceed());
    stream.once('close', () => this.close());
  }

  /** Bytes that were not handed to the stream. */
  get waiting(): number {
    return this.#waiting;
  }

  /** The stream takes no more for now. */
  get isBehind(): boolean {
    return !this.#isClosed && (this.#waiting > 0 || this.#stream.writableNeedDrain);
  }

  /** Sends these bytes after what waits. What many clients get is best shared, so that it is held once. */
  push(bytes: Buffer | SharedBytes): void {
    if (this.#isClosed || (bytes instanceof Buffer && bytes.length === 0)) return;
    const shared = bytes instanceof SharedBytes ? bytes : undefined;
    const own = shared ? shared.bytes : (bytes as Buffer);
    if (!this.isBehind && own.length <= pieceBytes) {
      this.#stream.write(own);
      this.#watchStall();
      return;
    }
    const entry = shared ?? new SharedBytes(own);
    this.#queue.push(entry);
    this.#waiting += own.length;
    this.#share.hold(entry);
    if (this.#waiting > (this.#options.most ?? Number.POSITIVE_INFINITY))
      this.#breakOff(`${this.#waiting} bytes wait, ${this.#options.most} are allowed`);
    if (this.#stream.writableNeedDrain) this.#watchStall();
    else this.#proceed();
  }

  /** Resolves when the client has taken what waits, or is gone. */
  async taken(): Promise<void> {
    while (this.isBehind) await new Promise<void>((resolve) => this.#whenEmpty.push(resolve));
  }

  /** Calls `then` once when everything was handed to the stream; never when the client is gone before. */
  whenHandedOn(then: () => void): void {
    if (this.#isClosed) return;
    if (this.#waiting === 0) then();
    else this.#onEmpty = then;
  }

  /** Drops what waits, and takes no more. The stream is left as it is. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#stall);
    this.#share.end();
    this.#queue.length = 0;
    this.#waiting = 0;
    this.#tellEmpty();
  }

  #breakOff(why?: string): void {
    if (this.#isClosed) return;
    this.close();
    this.#options.breakOff(why);
  }

  /** The stream has let go of what it was given, or never was behind. */
  #proceed(): void {
    while (!this.#isClosed && !this.#stream.writableNeedDrain) {
      const [entry] = this.#queue;
      if (!entry) break;
      const end = Math.min(this.#offset + pieceBytes, entry.bytes.length);
      const piece = entry.bytes.subarray(this.#offset, end);
      this.#offset = end;
      this.#waiting -= piece.length;
      if (end < entry.bytes.length) this.#stream.write(piece);
      else {
        this.#queue.shift();
        this.#offset = 0;
        // The last piece keeps all of its buffer: it is held until the stream has let go of it.
        this.#stream.write(piece, () => this.#share.release(entry));
      }
    }
    clearTimeout(this.#stall);
    this.#stall = undefined;
    this.#watchStall();
    if (!this.isBehind) this.#tellEmpty();
    if (this.#waiting > 0 || this.#isClosed) return;
    const onEmpty = this.#onEmpty;
    this.#onEmpty = undefined;
    onEmpty?.();
  }

  #tellEmpty(): void {
    const waiters = this.#whenEmpty;
    this.#whenEmpty = [];
    for (const resolve of waiters) resolve();
  }

  /** Runs while something waits, and begins anew whenever the client took some of it. */
  #watchStall(): void {
    const { stalledAfterMs } = this.#options;
    if (stalledAfterMs === undefined || this.#stall !== undefined || !this.isBehind) return;
    this.#stall = setTimeout(
      () => this.#breakOff(`the client has read nothing for ${stalledAfterMs / 1000} s`),
      stalledAfterMs,
    ).unref();
  }
}
