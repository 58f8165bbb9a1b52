import type { Writable } from 'node:stream';
import { type HeldBytes, type Share, SharedBytes } from './held-bytes.ts';

/**
 * How much a stream gets at a time. TLS and other layers copy what a stream got, uncounted; bytes not yet passed on wait here and are
 * counted.
 */
export const pieceBytes = 64 * 1024;

export interface OutboxOptions {
  readonly held: HeldBytes;
  /** The connection's name in log lines: `a watch of pods`. */
  readonly what: string;
  /** The most pending bytes; without it only the process-wide limit applies. */
  readonly most?: number;
  /** How long a client may stop reading while bytes are pending, in ms; unlimited by default. */
  readonly stalledAfterMs?: number;
  /** Closes the connection. `why` is missing if the process-wide limit was exceeded, which has been logged. */
  readonly breakOff: (why?: string) => void;
}

/** The send queue of one client. Its stream gets the next piece when it has taken the last. */
export class Outbox {
  readonly #stream: Writable;
  readonly #share: Share;
  readonly #options: OutboxOptions;
  readonly #queue: SharedBytes[] = [];
  /** How much of the first entry was passed on. */
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

  /** Bytes not yet passed to the stream. */
  get waiting(): number {
    return this.#waiting;
  }

  /** The stream is full. */
  get isBehind(): boolean {
    return !this.#isClosed && (this.#waiting > 0 || this.#stream.writableNeedDrain);
  }

  /** Queues these bytes. Bytes for many clients are best shared, so that they are held once. */
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

  /** Resolves when everything pending is sent, or the client is gone. */
  async taken(): Promise<void> {
    while (this.isBehind) await new Promise<void>((resolve) => this.#whenEmpty.push(resolve));
  }

  /** Calls `then` once everything is passed to the stream; never if the client is gone before. */
  whenHandedOn(then: () => void): void {
    if (this.#isClosed) return;
    if (this.#waiting === 0) then();
    else this.#onEmpty = then;
  }

  /** Discards pending bytes and accepts no more. The stream is left open. */
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

  /** The stream has sent everything it got. */
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
        // The last piece references its whole buffer, which counts until the stream has sent it.
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

  /** Runs while bytes are pending, and restarts whenever the client reads. */
  #watchStall(): void {
    const { stalledAfterMs } = this.#options;
    if (stalledAfterMs === undefined || this.#stall !== undefined || !this.isBehind) return;
    this.#stall = setTimeout(
      () => this.#breakOff(`the client has read nothing for ${stalledAfterMs / 1000} s`),
      stalledAfterMs,
    ).unref();
  }
}
