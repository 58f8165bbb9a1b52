/**
 * Reads the fields of a response from a broker, in the encoding before KIP-482. Every read checks that the bytes are there: Node's own
 * reads throw a RangeError.
 */
export class ResponseReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  skip(size: number): void {
    this.#view(size);
  }

  int8(): number {
    this.#at += 1;
    return this.#bytes.readInt8(this.#at - 1);
  }

  int16(): number {
    this.#at += 2;
    return this.#bytes.readInt16BE(this.#at - 2);
  }

  int32(): number {
    this.#at += 4;
    return this.#bytes.readInt32BE(this.#at - 4);
  }

  /** @throws RangeError: a number cannot hold it */
  int64(): number {
    this.#at += 8;
    const value = Number(this.#bytes.readBigInt64BE(this.#at - 8));
    if (!Number.isSafeInteger(value)) throw new RangeError('a number in the response is beyond 2^53');
    return value;
  }

  /** A view; null reads as empty. */
  bytes(): Buffer {
    return this.#view(Math.max(0, this.int32()));
  }

  /** Null reads as empty. */
  string(): string {
    return this.#view(Math.max(0, this.int16())).toString('utf8');
  }

  list<T>(read: () => T): T[] {
    const items: T[] = [];
    // A count that is too large ends at the end of the bytes.
    for (let left = this.int32(); left > 0; left -= 1) items.push(read());
    return items;
  }

  #view(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw new RangeError('the response ends too early');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
