/** Reads the fields of a record (message format 2), each checked against the bytes that are there. Byte fields are views. */
export class RecordReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  /** A zigzag number of at most 32 bits. */
  varint(): number {
    const value = this.#unsigned(5);
    return Number((value >> 1n) ^ -(value & 1n));
  }

  /** One of 64 bits; what a number cannot hold is rounded. */
  varlong(): number {
    const value = this.#unsigned(10);
    return Number((value >> 1n) ^ -(value & 1n));
  }

  skip(size: number): void {
    if (size < 0 || this.#at + size > this.#bytes.length) throw new RangeError('a record ends too early');
    this.#at += size;
  }

  /** Null where the length is -1. */
  bytes(): Buffer | null {
    const length = this.varint();
    if (length === -1) return null;
    this.skip(length);
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #unsigned(mostBytes: number): bigint {
    let low = 0;
    // Most numbers are short.
    for (let index = 0; index < 4; index += 1) {
      const byte = this.#bytes.readUInt8(this.#at);
      this.#at += 1;
      low |= (byte & 0x7f) << (7 * index);
      if (byte < 0x80) return BigInt(low);
    }
    let value = BigInt(low);
    for (let index = 4; index < mostBytes; index += 1) {
      const byte = this.#bytes.readUInt8(this.#at);
      this.#at += 1;
      value |= BigInt(byte & 0x7f) << BigInt(7 * index);
      if (byte < 0x80) return value;
    }
    throw new RangeError('a number in a record is too long');
  }
}
