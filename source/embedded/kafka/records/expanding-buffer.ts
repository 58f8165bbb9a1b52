import { WireError } from '../bytes/wire-error.ts';

/** The largest decompressed batch: bounds what a small hostile batch can make us allocate. */
export const maxDecompressedBytes = 32 * 1024 * 1024;

/** The output buffer of an LZ77 decompressor, from which it also copies. Throws a {@link WireError}. */
export class ExpandingBuffer {
  readonly #most: number;
  #buffer: Buffer;
  #length = 0;

  /** Grows to `most` bytes at most. */
  constructor(expected: number, most: number = maxDecompressedBytes) {
    this.#most = Math.min(most, maxDecompressedBytes);
    this.#buffer = Buffer.allocUnsafe(Math.min(this.#most, Math.max(64, expected)));
  }

  get length(): number {
    return this.#length;
  }

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  append(data: Buffer): void {
    this.#reserve(data.length);
    data.copy(this.#buffer, this.#length);
    this.#length += data.length;
  }

  /** Repeats `length` bytes from `distance` back; overlapping ranges repeat. */
  repeat(distance: number, length: number): void {
    if (distance < 1 || distance > this.#length) {
      throw new WireError(
        'value',
        `compressed data that refers \`${distance}\` bytes back, of ${this.#length}`,
      );
    }
    this.#reserve(length);
    const end = this.#length + length;
    if (distance >= length) {
      this.#buffer.copy(this.#buffer, this.#length, this.#length - distance, end - distance);
    } else {
      // Doubles the copied range each time.
      const from = this.#length - distance;
      for (let at = this.#length; at < end; ) {
        const some = Math.min(at - from, end - at);
        this.#buffer.copyWithin(at, from, from + some);
        at += some;
      }
    }
    this.#length = end;
  }

  #reserve(length: number): void {
    const needed = this.#length + length;
    if (needed <= this.#buffer.length) return;
    if (needed > this.#most) {
      throw new WireError('length', `records that decompress to more than \`${this.#most}\` bytes`);
    }
    const grown = Buffer.allocUnsafe(Math.min(this.#most, Math.max(needed, this.#buffer.length * 2)));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
