import { WireError } from './wire-error.ts';

/** Bounds all arrays of one message together: far beyond any real message, and all that a hostile one can make us allocate. */
export const maxElements = 1_000_000;

/**
 * Reads Kafka's primitive types (kafka.apache.org/protocol, "Protocol Primitive Types") from a buffer. All integers are big-endian. Every
 * length and count is checked against the remaining bytes before anything is allocated. `bytes` returns a view, which keeps the whole
 * buffer alive.
 */
export class WireReader {
  readonly buffer: Buffer;
  #offset: number;
  #end: number;
  readonly #mostElements: number;
  #elements = 0;

  /** `mostElements` bounds the arrays of the whole message, nested ones included. */
  constructor(buffer: Buffer, offset = 0, end: number = buffer.length, mostElements: number = maxElements) {
    this.buffer = buffer;
    this.#mostElements = mostElements;
    this.#offset = offset;
    this.#end = end;
  }

  get offset(): number {
    return this.#offset;
  }

  get remaining(): number {
    return this.#end - this.#offset;
  }

  /** Skips `length` bytes and returns where they started. */
  skip(length: number): number {
    const start = this.#offset;
    if (length < 0) throw new WireError('length', `a length of \`${length}\` at byte ${start}`);
    if (length > this.#end - start) {
      throw new WireError('truncated', `${length} bytes needed at byte ${start}, ${this.#end - start} left`);
    }
    this.#offset = start + length;
    return start;
  }

  int8(): number {
    return this.buffer.readInt8(this.skip(1));
  }

  int16(): number {
    return this.buffer.readInt16BE(this.skip(2));
  }

  int32(): number {
    return this.buffer.readInt32BE(this.skip(4));
  }

  int64(): bigint {
    return this.buffer.readBigInt64BE(this.skip(8));
  }

  /** An int64 as a number; refuses values that a double cannot hold exactly. */
  int64AsNumber(): number {
    const start = this.skip(8);
    const value = this.buffer.readInt32BE(start) * 4_294_967_296 + this.buffer.readUInt32BE(start + 4);
    if (!Number.isSafeInteger(value)) {
      throw new WireError(
        'range',
        `\`${this.buffer.readBigInt64BE(start)}\` is beyond 2^53 at byte ${start}`,
      );
    }
    return value;
  }

  /** BOOLEAN: one byte; anything but 0 is true. */
  boolean(): boolean {
    return this.int8() !== 0;
  }

  /** UNSIGNED_VARINT: groups of seven bits, the lowest first, at most five bytes. */
  unsignedVarint(): number {
    const start = this.#offset;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.buffer[this.skip(1)]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value > 0xffff_ffff) throw new WireError('varint', `a varint beyond 32 bits at byte ${start}`);
        return value;
      }
    }
    throw new WireError('varint', `a varint longer than five bytes at byte ${start}`);
  }

  /** VARINT: zigzag over 32 bits. */
  varint(): number {
    const raw = this.unsignedVarint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** VARLONG: zigzag over 64 bits, at most ten bytes. */
  varlong(): bigint {
    const start = this.#offset;
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.buffer[this.skip(1)]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (value > 0xffff_ffff_ffff_ffffn) break;
        return (value >> 1n) ^ -(value & 1n);
      }
    }
    throw new WireError('varint', `a varlong beyond 64 bits at byte ${start}`);
  }

  /** A varlong as a number; refuses values that a double cannot hold exactly. */
  varlongAsNumber(): number {
    const first = this.buffer[this.#offset];
    if (first !== undefined && first < 0x80) {
      this.skip(1);
      return (first >>> 1) ^ -(first & 1);
    }
    const start = this.#offset;
    const value = Number(this.varlong());
    if (!Number.isSafeInteger(value)) throw new WireError('range', `a varlong beyond 2^53 at byte ${start}`);
    return value;
  }

  /** UUID: 16 bytes, as Kafka prints it: base64url without padding, 22 characters. */
  uuid(): string {
    const start = this.skip(16);
    return this.buffer.toString('base64url', start, start + 16);
  }

  /** STRING: int16 length, UTF-8. */
  string(): string {
    return required(this.nullableString(), 'string', this.#offset);
  }

  nullableString(): string | null {
    const length = this.int16();
    return length === -1 ? null : this.#text(length);
  }

  /** COMPACT_STRING: unsigned varint length + 1, UTF-8. */
  compactString(): string {
    return required(this.compactNullableString(), 'string', this.#offset);
  }

  compactNullableString(): string | null {
    const length = this.unsignedVarint() - 1;
    if (length > 0x7fff) throw new WireError('length', `a string of \`${length}\` bytes`);
    return length === -1 ? null : this.#text(length);
  }

  /** BYTES: int32 length, then the bytes. */
  bytes(): Buffer {
    return required(this.nullableBytes(), 'bytes', this.#offset);
  }

  nullableBytes(): Buffer | null {
    const length = this.int32();
    return length === -1 ? null : this.view(length);
  }

  compactBytes(): Buffer {
    return required(this.compactNullableBytes(), 'bytes', this.#offset);
  }

  compactNullableBytes(): Buffer | null {
    const length = this.unsignedVarint() - 1;
    return length === -1 ? null : this.view(length);
  }

  /** The next `length` bytes, without copying. */
  view(length: number): Buffer {
    const start = this.skip(length);
    return this.buffer.subarray(start, start + length);
  }

  /** The count of an ARRAY, −1 for null. Every element takes at least a byte, so the remaining bytes bound the count. */
  arrayLength(): number {
    return this.#count(this.int32());
  }

  /** The count of a COMPACT_ARRAY, −1 for null. */
  compactArrayLength(): number {
    return this.#count(this.unsignedVarint() - 1);
  }

  /** Consumes a null's length, −1 in `width` bytes or a compact 0, and returns whether there was one. */
  takeNull(width: 2 | 4, compact: boolean): boolean {
    const size = compact ? 1 : width;
    const start = this.skip(size);
    const isNull = compact ? this.buffer[start] === 0 : this.buffer.readIntBE(start, size) === -1;
    if (!isNull) this.#offset = start;
    return isNull;
  }

  /** How many tagged fields follow. They count as elements: one may be as short as two bytes. */
  taggedFieldCount(): number {
    return this.#count(this.unsignedVarint());
  }

  /** Skips a section of tagged fields (KIP-482): count, then tag, size and bytes of each. */
  skipTaggedFields(): void {
    for (let left = this.taggedFieldCount(); left > 0; left--) {
      this.unsignedVarint();
      this.skip(this.unsignedVarint());
    }
  }

  /** Reads `length` bytes with `read`, which must consume exactly these. */
  within<T>(length: number, read: () => T): T {
    const start = this.skip(length);
    const outer = this.#end;
    const inner = start + length;
    this.#offset = start;
    this.#end = inner;
    try {
      const value = read();
      if (this.#offset !== inner) {
        throw new WireError('length', `${inner - this.#offset} bytes left over in a field at byte ${start}`);
      }
      return value;
    } finally {
      this.#end = outer;
    }
  }

  #text(length: number): string {
    const start = this.skip(length);
    return this.buffer.toString('utf8', start, start + length);
  }

  #count(count: number): number {
    if (count < -1 || count > this.remaining) {
      throw new WireError(
        'length',
        `an array of \`${count}\` at byte ${this.#offset}, ${this.remaining} left`,
      );
    }
    this.#elements += count;
    if (this.#elements > this.#mostElements) {
      throw new WireError('length', `more than \`${this.#mostElements}\` array elements in one message`);
    }
    return count;
  }
}

function required<T>(value: T | null, type: string, offset: number): T {
  if (value === null) throw new WireError('null', `a null ${type} before byte ${offset}`);
  return value;
}
