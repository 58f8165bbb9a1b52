import { CompressedDataError } from './compressed-data-error.ts';

/** Reads compressed bytes from their start, each length checked against what is left. Throws a {@link CompressedDataError}. */
export class ByteReader {
  readonly buffer: Buffer;
  #offset: number;

  constructor(buffer: Buffer, offset = 0) {
    this.buffer = buffer;
    this.#offset = offset;
  }

  get remaining(): number {
    return this.buffer.length - this.#offset;
  }

  /** Skips `length` bytes and returns where they started. */
  skip(length: number): number {
    const start = this.#offset;
    if (length < 0 || length > this.remaining)
      throw new CompressedDataError(
        'truncated',
        `${length} compressed bytes needed at byte ${start}, ${this.remaining} left`,
      );
    this.#offset = start + length;
    return start;
  }

  /** The next bytes, without copying them. */
  view(length: number): Buffer {
    const start = this.skip(length);
    return this.buffer.subarray(start, start + length);
  }

  /** All that is left, without moving on. */
  rest(): Buffer {
    return this.buffer.subarray(this.#offset);
  }

  /** An unsigned integer of 1 to 5 bytes, low byte first. */
  littleEndian(width: number): number {
    const start = this.skip(width);
    let value = 0;
    for (let at = start + width - 1; at >= start; at -= 1) value = value * 256 + this.buffer[at]!;
    return value;
  }

  /** An unsigned integer of 4 bytes, high byte first. */
  bigEndian(): number {
    return this.buffer.readUInt32BE(this.skip(4));
  }

  /** An unsigned integer of at most 32 bits, seven in a byte, the low ones first. */
  varint(): number {
    let value = 0;
    for (let index = 0; index < 5; index += 1) {
      const byte = this.littleEndian(1);
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return value;
    }
    throw new CompressedDataError('value', 'a length in compressed data that does not end');
  }
}
