import { CompressedDataError } from '../bytes/compressed-data-error.ts';

/** The place of the highest bit that is set, counted from 0; `value` is positive. */
export const highestBit = (value: number): number => 31 - Math.clz32(value);

/** Reads bits from the start of some bytes, the lowest bit of each byte first. */
export class ForwardBits {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  read(count: number): number {
    const value = bitsAt(this.#bytes, this.#at, count);
    this.#at += count;
    if (this.#at > this.#bytes.length * 8)
      throw new CompressedDataError('truncated', 'a zstd table that ends too early');
    return value;
  }

  unread(count: number): void {
    this.#at -= count;
  }

  /** How many bytes were begun. */
  get bytes(): number {
    return Math.ceil(this.#at / 8);
  }
}

/** Reads bits from the end of some bytes. The highest bit that is set in the last byte only marks the end. */
export class BackwardBits {
  readonly #bytes: Buffer;
  /** How many bits are left; below zero, so many more were read, as zeros. */
  left: number;

  constructor(bytes: Buffer) {
    const last = bytes.at(-1) ?? 0;
    if (last === 0) throw new CompressedDataError('value', 'a zstd bit stream without an end');
    this.#bytes = bytes;
    this.left = (bytes.length - 1) * 8 + highestBit(last);
  }

  read(count: number): number {
    this.left -= count;
    if (this.left >= 0) return bitsAt(this.#bytes, this.left, count);
    const real = this.left + count;
    return real <= 0 ? 0 : bitsAt(this.#bytes, 0, real) * 2 ** -this.left;
  }
}

/** At most 32 bits. */
function bitsAt(bytes: Buffer, at: number, count: number): number {
  const first = at >>> 3;
  const shift = at & 7;
  const last = (at + count + 7) >>> 3;
  // Nearly all are short.
  if (count + shift <= 24 && first + 2 < bytes.length) {
    const value = bytes[first]! | (bytes[first + 1]! << 8) | (bytes[first + 2]! << 16);
    return (value >>> shift) & ((1 << count) - 1);
  }
  let value = 0;
  for (let index = last - 1; index >= first; index -= 1) value = value * 256 + (bytes[index] ?? 0);
  return Math.floor(value / 2 ** shift) % 2 ** count;
}
