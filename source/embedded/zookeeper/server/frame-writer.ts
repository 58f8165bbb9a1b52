import type { Connection } from '../../network/pod-network.ts';

/** Frames are joined up to this many bytes. */
const pieceBytes = 16 * 1024;

/**
 * Writes the frames of one connection. A write per frame costs more than the frame, so frames of one turn are written together, and
 * unread ones are buffered together.
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

  /** Bytes that the peer has not read. */
  get waiting(): number {
    return this.#stream.writableLength + this.#pieceBytes + this.#frameBytes;
  }

  /** The stream will drain before it takes more. */
  get isFull(): boolean {
    return this.#stream.writableNeedDrain;
  }

  /** Queues a frame. */
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

  /** Writes queued frames as far as the peer reads them. */
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

  /** Writes everything regardless of backpressure, and ends. */
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
