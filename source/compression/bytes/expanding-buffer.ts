import { CompressedDataError } from './compressed-data-error.ts';

/** The largest decompressed batch: bounds what a small hostile batch can make us allocate. */
export const maxDecompressedBytes = 32 * 1024 * 1024;

/** Fewer bytes are copied one by one: a call that copies costs as much as 50 of them, and hostile data consist of such pieces. */
const shortBytes = 64;

/** The output buffer of an LZ77 decompressor, from which it also copies. Throws a {@link CompressedDataError}. */
export class ExpandingBuffer {
  readonly #most: number;
  /** How many pieces it may still be put together from: real compressors make longer ones. */
  #piecesLeft: number;
  #buffer: Buffer;
  #length = 0;

  /** Grows to `most` bytes at most. */
  constructor(expected: number, most: number = maxDecompressedBytes) {
    this.#most = Math.min(most, maxDecompressedBytes);
    this.#piecesLeft = Math.max(1024, this.#most / 4);
    this.#buffer = Buffer.allocUnsafe(Math.min(this.#most, Math.max(64, expected)));
  }

  get length(): number {
    return this.#length;
  }

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  append(data: Buffer): void {
    this.appendFrom(data, 0, data.length);
  }

  /** Appends `length` bytes of `data` from `start` on, which must be there. */
  appendFrom(data: Buffer, start: number, length: number): void {
    this.#reserve(length);
    const buffer = this.#buffer;
    const at = this.#length;
    if (length > shortBytes) data.copy(buffer, at, start, start + length);
    else for (let index = 0; index < length; index++) buffer[at + index] = data[start + index]!;
    this.#length = at + length;
  }

  /** Repeats `length` bytes from `distance` back; overlapping ranges repeat. */
  repeat(distance: number, length: number): void {
    if (distance < 1 || distance > this.#length) {
      throw new CompressedDataError(
        'value',
        `compressed data that refers \`${distance}\` bytes back, of ${this.#length}`,
      );
    }
    this.#reserve(length);
    const end = this.#length + length;
    if (length <= shortBytes) {
      const buffer = this.#buffer;
      for (let at = this.#length; at < end; at++) buffer[at] = buffer[at - distance]!;
    } else if (distance >= length) {
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
    this.#piecesLeft -= 1;
    if (this.#piecesLeft < 0)
      throw new CompressedDataError('length', 'compressed data in too many small pieces');
    const needed = this.#length + length;
    if (needed <= this.#buffer.length) return;
    if (needed > this.#most) {
      throw new CompressedDataError('length', `records that decompress to more than \`${this.#most}\` bytes`);
    }
    const grown = Buffer.allocUnsafe(Math.min(this.#most, Math.max(needed, this.#buffer.length * 2)));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
