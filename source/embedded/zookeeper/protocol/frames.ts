import { ZooKeeperError } from './error.ts';

/** The default of `jute.maxbuffer`: the largest frame that either side accepts. */
export const maxFrameLength = 0xfffff;

/**
 * Splits a byte stream into frames (length i32, body). Refuses a negative length or one above the limit before allocating anything.
 * Buffers one frame's bytes at most.
 */
export class FrameSplitter {
  readonly #limit: number;
  #pieces: Buffer[] = [];
  #held = 0;

  constructor(limit: number = maxFrameLength) {
    this.#limit = limit;
  }

  /** Buffered bytes. */
  get held(): number {
    return this.#held;
  }

  /** Takes one piece of input; yields the frames that are now complete, in order. Throws MARSHALLINGERROR. */
  *push(piece: Buffer): Generator<Buffer> {
    this.#pieces.push(piece);
    this.#held += piece.length;
    for (;;) {
      if (this.#held < 4) return;
      const length = this.#peekLength();
      if (length < 0 || length > this.#limit) {
        throw new ZooKeeperError(
          'MARSHALLINGERROR',
          undefined,
          `a frame of ${length} bytes; the limit is ${this.#limit}`,
        );
      }
      if (this.#held < length + 4) return;
      const all = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces, this.#held);
      const rest = all.subarray(length + 4);
      this.#pieces = rest.length === 0 ? [] : [rest];
      this.#held = rest.length;
      yield all.subarray(4, length + 4);
    }
  }

  #peekLength(): number {
    if (this.#pieces[0]!.length < 4) this.#pieces = [Buffer.concat(this.#pieces, this.#held)];
    return this.#pieces[0]!.readInt32BE(0);
  }
}
