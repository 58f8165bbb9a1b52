import { FrameSplitter } from '../protocol/frames.ts';

/** What a client has sent and has not been answered. */
export class FrameQueue {
  readonly #splitter = new FrameSplitter();
  readonly #input: Buffer[] = [];
  /** The frames of the current input. */
  #current: Generator<Buffer> | undefined;
  #first: Buffer | undefined;

  push(input: Buffer): void {
    this.#input.push(input);
  }

  /** Throws MARSHALLINGERROR. */
  next(): Buffer | undefined {
    const first = this.#first;
    this.#first = undefined;
    if (first !== undefined) return first;
    for (;;) {
      const next = this.#current?.next();
      if (next && !next.done) return next.value;
      const piece = this.#input.shift();
      if (piece === undefined) {
        this.#current = undefined;
        return undefined;
      }
      this.#current = this.#splitter.push(piece);
    }
  }

  /** The frame that `next` gave is not handled yet. */
  putBack(frame: Buffer): void {
    this.#first = frame;
  }

  /** Bytes. */
  get held(): number {
    const waiting = this.#input.reduce((sum, { length }) => sum + length, 0);
    return this.#splitter.held + (this.#first?.length ?? 0) + waiting;
  }
}
