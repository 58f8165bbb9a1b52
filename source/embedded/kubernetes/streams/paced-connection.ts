import { Duplex } from 'node:stream';
import { inLaterTurn } from '../../bounds/lanes/api.ts';
import { type Slice, sharedSlice } from '../../bounds/slices.ts';

/** How much is passed on at once: at most some 1,200 websocket or SPDY frames. */
export const pieceBytes = 8 * 1024;

/**
 * A connection that passes input on in pieces, and stops for this turn of the event loop once its time slice is over. So a reader that
 * splits a piece into frames and answers each holds the loop for a few milliseconds at most, however small the frames.
 */
export class PacedConnection extends Duplex {
  readonly #inner: Duplex;
  readonly #slice: Slice;
  readonly #arrived: Buffer[] = [];
  #isWanted = false;
  #isHandingOn = false;
  #hasEnded = false;
  #callOff: (() => void) | undefined;

  constructor(inner: Duplex, slice: Slice = sharedSlice) {
    super({ highWaterMark: pieceBytes });
    this.#inner = inner;
    this.#slice = slice;
    inner.on('data', (chunk: Buffer) => {
      this.#arrived.push(chunk);
      inner.pause();
      this.#handOn();
    });
    inner.on('end', () => {
      this.#hasEnded = true;
      this.#handOn();
    });
    inner.on('error', (error) => this.destroy(error));
    inner.on('close', () => this.destroy());
  }

  #handOn(): void {
    if (this.#isHandingOn) return;
    this.#isHandingOn = true;
    while (this.#isWanted && !this.destroyed) {
      const [chunk] = this.#arrived;
      if (!chunk) break;
      if (this.#callOff) break;
      if (this.#slice.isOver()) {
        this.#callOff = inLaterTurn(() => {
          this.#callOff = undefined;
          this.#handOn();
        }, this);
        break;
      }
      if (chunk.length <= pieceBytes) this.#arrived.shift();
      else this.#arrived[0] = chunk.subarray(pieceBytes);
      this.#isWanted = this.push(chunk.subarray(0, pieceBytes));
    }
    this.#isHandingOn = false;
    if (this.#arrived.length > 0 || this.destroyed) return;
    if (this.#hasEnded) this.push(null);
    else if (this.#isWanted) this.#inner.resume();
  }

  override _read(): void {
    this.#isWanted = true;
    this.#handOn();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#inner.write(chunk, encoding, done);
  }

  override _writev(
    chunks: { chunk: Buffer; encoding: BufferEncoding }[],
    done: (error?: Error | null) => void,
  ): void {
    this.#inner.cork();
    chunks.forEach(({ chunk, encoding }, index) => {
      if (index < chunks.length - 1) this.#inner.write(chunk, encoding);
      else this.#inner.write(chunk, encoding, done);
    });
    this.#inner.uncork();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#inner.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#callOff?.();
    this.#inner.destroy();
    done(error);
  }
}
