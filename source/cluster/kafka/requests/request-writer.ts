/** Writes the fields of a request to a broker, in the encoding before KIP-482. */
export class RequestWriter {
  readonly #parts: Buffer[] = [];

  int8(value: number): this {
    return this.#add(1, (bytes) => bytes.writeInt8(value));
  }

  int16(value: number): this {
    return this.#add(2, (bytes) => bytes.writeInt16BE(value));
  }

  int32(value: number): this {
    return this.#add(4, (bytes) => bytes.writeInt32BE(value));
  }

  int64(value: number): this {
    return this.#add(8, (bytes) => bytes.writeBigInt64BE(BigInt(value)));
  }

  string(value: string): this {
    const text = Buffer.from(value);
    this.int16(text.length);
    this.#parts.push(text);
    return this;
  }

  list<T>(items: readonly T[], write: (item: T) => void): this {
    this.int32(items.length);
    for (const item of items) write(item);
    return this;
  }

  /** The request with its length in front. */
  finish(): Buffer {
    const body = Buffer.concat(this.#parts);
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length);
    return Buffer.concat([length, body]);
  }

  #add(size: number, write: (bytes: Buffer) => void): this {
    const bytes = Buffer.alloc(size);
    write(bytes);
    this.#parts.push(bytes);
    return this;
  }
}

/** A writer that has written the header of a request. */
export function requestHead(key: number, version: number, correlationId: number): RequestWriter {
  return new RequestWriter().int16(key).int16(version).int32(correlationId).string('kafka-lab-observer');
}
