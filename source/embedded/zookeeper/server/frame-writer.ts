import type { Connection } from '../../network/pod-network.ts';

/** Frames are put together up to so many bytes. */
const pieceBytes = 16 * 1024;

/**
 * What one connection sends. A write of its own for each frame costs more than the frame: what is sent in one go is written in pieces, and
 * what a peer does not read waits in pieces.
 */
export class FrameWriter {
  readonly #stream: Connection;
  readonly #pieces: Buffer[] = [];
  #frames: Buffer[] = [];
  #frameBytes = 0;
  #pieceBytes = 0;
  #isScheduled = false;

  constructor(stream: Connection) {
    this.#stream = stream;
  }

  /** Bytes that the peer has not taken. */
  get waiting(): number {
    return this.#stream.writableLength + this.#pieceBytes + this.#frameBytes;
  }

  /** Sends a frame, after those that were sent before. */
  push(frame: Buffer): void {
    this.#frames.push(frame);
    this.#frameBytes += frame.length;
    if (this.#frameBytes >= pieceBytes) this.flush();
    else if (!this.#isScheduled) {
      this.#isScheduled = true;
      process.nextTick(() => {
        this.#isScheduled = false;
        this.flush();
      });
    }
  }

  /** Writes what waits, as far as the peer reads it. */
  flush(): void {
    if (this.#stream.destroyed) return;
    if (this.#pieces.length === 0 && !this.#stream.writableNeedDrain) {
      const piece = this.#takeFrames();
      if (piece !== undefined) this.#stream.write(piece);
      return;
    }
    if (this.#frameBytes >= pieceBytes) this.#keepFrames();
    while (!this.#stream.writableNeedDrain) {
      if (this.#pieces.length === 0) this.#keepFrames();
      const piece = this.#pieces.shift();
      if (piece === undefined) return;
      this.#pieceBytes -= piece.length;
      this.#stream.write(piece);
    }
  }

  /** Writes everything, whether it is read or not, and ends. */
  end(ended: () => void): void {
    this.#keepFrames();
    for (const piece of this.#pieces.splice(0)) this.#stream.write(piece);
    this.#pieceBytes = 0;
    this.#stream.end(ended);
  }

  #keepFrames(): void {
    const piece = this.#takeFrames();
    if (piece === undefined) return;
    this.#pieces.push(piece);
    this.#pieceBytes += piece.length;
  }

  #takeFrames(): Buffer | undefined {
    const [first] = this.#frames;
    if (first === undefined) return undefined;
    const piece = this.#frames.length === 1 ? first : Buffer.concat(this.#frames, this.#frameBytes);
    this.#frames = [];
    this.#frameBytes = 0;
    return piece;
  }
}
