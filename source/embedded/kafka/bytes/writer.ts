import { WireError } from './wire-error.ts';

/** From this many bytes on, a separate piece is cheaper than a copy. */
const pieceBytes = 32 * 1024;

/** A buffer of this size no longer grows: another follows it, so that the copying of hundred megabytes is no single step. */
const largestBufferBytes = 1024 * 1024;

/**
 * Writes Kafka's primitive types into a growing buffer. The counterpart of {@link WireReader}. With `keepsPieces`, large byte arrays are
 * not copied: they must not change until they are sent.
 */
export class WireWriter {
  #buffer: Buffer;
  #length = 0;
  /** The pieces before the buffer. */
  readonly #pieces: Buffer[] = [];
  #lengthOfPieces = 0;
  readonly #keepsPieces: boolean;

  constructor(capacity = 256, keepsPieces = false) {
    this.#buffer = Buffer.allocUnsafe(capacity);
    this.#keepsPieces = keepsPieces;
  }

  get length(): number {
    return this.#lengthOfPieces + this.#length;
  }

  /** The bytes written so far: a view, valid until the next write. */
  finish(): Buffer {
    const last = this.#buffer.subarray(0, this.#length);
    return this.#pieces.length === 0 ? last : Buffer.concat([...this.#pieces, last]);
  }

  /** The bytes written so far, in pieces, valid until the next write. */
  pieces(): Buffer[] {
    const last = this.#buffer.subarray(0, this.#length);
    return last.length === 0 ? [...this.#pieces] : [...this.#pieces, last];
  }

  int8(value: number): void {
    const start = this.#reserve(1);
    this.#buffer[start] = within(value, -0x80, 0x7f) & 0xff;
  }

  int16(value: number): void {
    const start = this.#reserve(2);
    this.#buffer.writeInt16BE(within(value, -0x8000, 0x7fff), start);
  }

  int32(value: number): void {
    const start = this.#reserve(4);
    this.#buffer.writeInt32BE(within(value, -0x8000_0000, 0x7fff_ffff), start);
  }

  /** INT64 from a safe integer or a bigint. */
  int64(value: number | bigint): void {
    const start = this.#reserve(8);
    if (typeof value === 'bigint') {
      if (value !== BigInt.asIntN(64, value)) throw new WireError('range', `\`${value}\` is not an int64`);
      this.#buffer.writeBigInt64BE(value, start);
      return;
    }
    within(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    this.#buffer.writeInt32BE(Math.floor(value / 4_294_967_296), start);
    this.#buffer.writeUInt32BE(value >>> 0, start + 4);
  }

  boolean(value: boolean): void {
    this.int8(value ? 1 : 0);
  }

  unsignedVarint(value: number): void {
    let left = within(value, 0, 0xffff_ffff);
    while (left >= 0x80) {
      const start = this.#reserve(1);
      this.#buffer[start] = (left & 0x7f) | 0x80;
      left = Math.floor(left / 128);
    }
    const start = this.#reserve(1);
    this.#buffer[start] = left;
  }

  varint(value: number): void {
    within(value, -0x8000_0000, 0x7fff_ffff);
    this.unsignedVarint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  varlong(value: number | bigint): void {
    if (typeof value === 'number' && value >= -0x4000_0000 && value < 0x4000_0000) {
      this.varint(value);
      return;
    }
    const wide = BigInt(value);
    if (wide !== BigInt.asIntN(64, wide)) throw new WireError('range', `\`${wide}\` is not an int64`);
    let left = BigInt.asUintN(64, (wide << 1n) ^ (wide >> 63n));
    while (left >= 0x80n) {
      const start = this.#reserve(1);
      this.#buffer[start] = Number(left & 0x7fn) | 0x80;
      left >>= 7n;
    }
    const start = this.#reserve(1);
    this.#buffer[start] = Number(left);
  }

  /** UUID from the 22 characters that Kafka prints. */
  uuid(value: string): void {
    const raw = Buffer.from(value, 'base64url');
    if (raw.length !== 16) throw new WireError('value', `\`${value}\` is not a Kafka UUID`);
    this.raw(raw);
  }

  /** STRING and NULLABLE_STRING. */
  nullableString(value: string | null): void {
    const length = value === null ? -1 : Buffer.byteLength(value);
    if (length > 0x7fff) throw new WireError('length', `a string of \`${length}\` bytes`);
    this.int16(length);
    if (value) this.#text(value, length);
  }

  compactNullableString(value: string | null): void {
    const length = value === null ? -1 : Buffer.byteLength(value);
    if (length > 0x7fff) throw new WireError('length', `a string of \`${length}\` bytes`);
    this.unsignedVarint(length + 1);
    if (value) this.#text(value, length);
  }

  nullableBytes(value: Uint8Array | null): void {
    this.int32(value === null ? -1 : value.length);
    if (value) this.raw(value);
  }

  compactNullableBytes(value: Uint8Array | null): void {
    this.unsignedVarint(value === null ? 0 : value.length + 1);
    if (value) this.raw(value);
  }

  /** The bytes as they are. */
  raw(value: Uint8Array): void {
    if (this.#keepsPieces && value.length >= pieceBytes) {
      this.#closePiece();
      this.#pieces.push(Buffer.from(value.buffer, value.byteOffset, value.length));
      this.#lengthOfPieces += value.length;
      return;
    }
    const start = this.#reserve(value.length);
    this.#buffer.set(value, start);
  }

  /** Reserves an int32 for `patchInt32` and returns its position. */
  placeholderInt32(): number {
    return this.#lengthOfPieces + this.#reserve(4);
  }

  patchInt32(place: number, value: number): void {
    let start = 0;
    for (const piece of this.pieces()) {
      if (place < start + piece.length) {
        piece.writeInt32BE(value, place - start);
        return;
      }
      start += piece.length;
    }
  }

  #text(value: string, length: number): void {
    const start = this.#reserve(length);
    this.#buffer.write(value, start, length, 'utf8');
  }

  /** What is written so far becomes a piece. */
  #closePiece(): void {
    this.#pieces.push(this.#buffer.subarray(0, this.#length));
    this.#lengthOfPieces += this.#length;
    this.#buffer = this.#buffer.subarray(this.#length);
    this.#length = 0;
  }

  #reserve(length: number): number {
    if (this.#keepsPieces && this.#length + length > largestBufferBytes && this.#length > 0) {
      this.#closePiece();
      this.#buffer = Buffer.allocUnsafe(Math.max(length, largestBufferBytes));
    }
    const start = this.#length;
    const needed = start + length;
    if (needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
      this.#buffer.copy(grown, 0, 0, start);
      this.#buffer = grown;
    }
    this.#length = needed;
    return start;
  }
}

function within(value: number, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new WireError('range', `\`${value}\` is not an integer from ${least} to ${most}`);
  }
  return value;
}
