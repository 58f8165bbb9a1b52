import { ZooKeeperError } from './error.ts';

/**
 * Jute, ZooKeeper's serialisation. Numbers are big endian.
 *
 *   boolean  i8 (0, 1)
 *   ustring  length i32 (-1: null), UTF-8
 *   buffer   length i32 (-1: null), bytes
 *   vector   count i32 (-1: null), elements
 */
export class JuteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  bool(): boolean {
    return this.#bytes[this.#take(1)] !== 0;
  }

  i32(): number {
    return this.#bytes.readInt32BE(this.#take(4));
  }

  i64(): bigint {
    return this.#bytes.readBigInt64BE(this.#take(8));
  }

  /** A copy, so that stored data does not keep the whole frame alive. */
  buffer(): Buffer | null {
    const length = this.i32();
    if (length === -1) return null;
    if (length < -1) throw malformed(`a buffer of ${length} bytes`);
    const start = this.#take(length);
    return Buffer.from(this.#bytes.subarray(start, start + length));
  }

  /** A reader over a buffer's bytes; null has none. */
  inner(): JuteReader {
    const length = this.i32();
    if (length < -1) throw malformed(`a buffer of ${length} bytes`);
    const start = this.#take(Math.max(0, length));
    return new JuteReader(this.#bytes.subarray(start, this.#at));
  }

  nullableString(): string | null {
    const length = this.i32();
    if (length === -1) return null;
    if (length < -1) throw malformed(`a string of ${length} bytes`);
    const start = this.#take(length);
    if (length <= shortString && isAscii(this.#bytes, start, start + length))
      return this.#bytes.toString('latin1', start, start + length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  string(): string {
    return this.nullableString() ?? '';
  }

  /** `smallest` is the minimum size of an element: bounds an untrusted count. */
  vector<T>(smallest: number, element: () => T): T[] {
    const count = this.#count(smallest);
    const result: T[] = [];
    for (let index = 0; index < count; index++) result.push(element());
    return result;
  }

  /** The same, read one by one. */
  *elements<T>(smallest: number, element: () => T): Generator<T> {
    for (let left = this.#count(smallest); left > 0; left--) yield element();
  }

  #count(smallest: number): number {
    const count = this.i32();
    if (count === -1) return 0;
    if (count < -1 || count * smallest > this.remaining) throw malformed(`a vector of ${count} elements`);
    return count;
  }

  #take(length: number): number {
    if (length > this.remaining) throw malformed(`${length} bytes wanted, ${this.remaining} left`);
    const start = this.#at;
    this.#at += length;
    return start;
  }
}

export class JuteWriter {
  #bytes = Buffer.allocUnsafe(256);
  #length = 0;

  bool(value: boolean): this {
    const at = this.#grow(1);
    this.#bytes[at] = value ? 1 : 0;
    return this;
  }

  i32(value: number): this {
    const at = this.#grow(4);
    this.#bytes.writeInt32BE(value, at);
    return this;
  }

  i64(value: bigint): this {
    const at = this.#grow(8);
    this.#bytes.writeBigInt64BE(value, at);
    return this;
  }

  buffer(value: Buffer | null): this {
    if (value === null) return this.i32(-1);
    this.i32(value.length);
    return this.raw(value);
  }

  string(value: string | null): this {
    if (value === null) return this.i32(-1);
    if (value.length <= shortString && this.#writeAscii(value)) return this;
    const length = Buffer.byteLength(value);
    this.i32(length);
    const at = this.#grow(length);
    this.#bytes.write(value, at, 'utf8');
    return this;
  }

  vector<T>(values: readonly T[], element: (value: T) => void): this {
    this.i32(values.length);
    for (const value of values) element(value);
    return this;
  }

  raw(value: Buffer): this {
    const at = this.#grow(value.length);
    value.copy(this.#bytes, at);
    return this;
  }

  /** In bytes. */
  get length(): number {
    return this.#length;
  }

  /** The bytes written so far, as a new buffer. */
  bytes(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }

  /** The bytes written so far as one frame: length i32, then the bytes. */
  frame(): Buffer {
    const result = Buffer.allocUnsafe(this.#length + 4);
    result.writeInt32BE(this.#length, 0);
    this.#bytes.copy(result, 4, 0, this.#length);
    return result;
  }

  /** False, and nothing is written, if a character is not ASCII. */
  #writeAscii(value: string): boolean {
    const start = this.#length;
    const at = this.#grow(4 + value.length) + 4;
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      if (code > lastAscii) {
        this.#length = start;
        return false;
      }
      this.#bytes[at + index] = code;
    }
    this.#bytes.writeInt32BE(value.length, start);
    return true;
  }

  #grow(length: number): number {
    const start = this.#length;
    this.#length += length;
    if (this.#length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#length, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, start);
      this.#bytes = larger;
    }
    return start;
  }
}

/** Calls of a codec cost more than a look at so many characters. */
const shortString = 32;
const lastAscii = 0x7f;

function isAscii(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at]! > lastAscii) return false;
  return true;
}

function malformed(detail: string): ZooKeeperError {
  return new ZooKeeperError('MARSHALLINGERROR', undefined, detail);
}
