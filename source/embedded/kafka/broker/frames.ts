/** A length that a peer may not send. */
export class FrameError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FrameError';
  }
}

/**
 * Cuts a byte stream into frames: size:int32, then as many bytes. A frame is put together only when all its bytes are there, so
 * that a hostile size allocates nothing.
 */
export class FrameSplitter {
  private readonly maxBytes: number;
  private chunks: Buffer[] = [];
  private buffered = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get bufferedBytes(): number {
    return this.buffered;
  }

  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
  }

  /** The next whole frame without its size, or undefined. Throws {@link FrameError}. */
  next(): Buffer | undefined {
    if (this.buffered < 4) return undefined;
    const size = this.size();
    if (size < 0) throw new FrameError(`Invalid receive (size = ${size})`);
    if (size > this.maxBytes)
      throw new FrameError(`Invalid receive (size = ${size} larger than ${this.maxBytes})`);
    if (this.buffered < 4 + size) return undefined;
    const all = this.joined(4 + size);
    const frame = all.subarray(4, 4 + size);
    this.buffered -= 4 + size;
    this.chunks = all.length > 4 + size ? [all.subarray(4 + size), ...this.chunks] : this.chunks;
    return frame;
  }

  private size(): number {
    const [first] = this.chunks;
    if (first!.length >= 4) return first!.readInt32BE(0);
    return this.joinedInPlace(4).readInt32BE(0);
  }

  /** Takes chunks off the front until they hold `bytes`, as one buffer. */
  private joined(bytes: number): Buffer {
    let held = 0;
    let count = 0;
    while (held < bytes) held += this.chunks[count++]!.length;
    const taken = this.chunks.splice(0, count);
    return taken.length === 1 ? taken[0]! : Buffer.concat(taken, held);
  }

  private joinedInPlace(bytes: number): Buffer {
    const all = this.joined(bytes);
    this.chunks.unshift(all);
    return all;
  }
}
