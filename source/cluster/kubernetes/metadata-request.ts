/**
 * The Metadata request and response of Kafka 2.8 and newer, version 10 (KIP-516), as far as they tell a topic's id. kafkajs speaks older
 * versions alone, which have no ids. Sizes and offsets are in bytes.
 */

const metadataKey = 3;
const version = 10;

/** A request, its length in front, that asks for one topic and does not make it. */
export function encodeMetadataRequest(topic: string, correlationId: number): Buffer {
  const client = Buffer.from('kafka-lab-observer');
  const name = Buffer.from(topic);
  const header = Buffer.alloc(10);
  header.writeInt16BE(metadataKey, 0);
  header.writeInt16BE(version, 2);
  header.writeInt32BE(correlationId, 4);
  header.writeInt16BE(client.length, 8);
  const body = Buffer.concat([
    header,
    client,
    noTags,
    // One topic: an id of zeros, which means that its name tells.
    Buffer.from([2]),
    Buffer.alloc(16),
    unsigned(name.length + 1),
    name,
    noTags,
    // Do not make it; tell no authorized operations.
    Buffer.from([0, 0, 0]),
    noTags,
  ]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
}

const noTags = Buffer.from([0]);

function unsigned(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}

/** What a response says of the topic: its id, as hexadecimal digits; undefined if it does not exist, or has none. */
export interface TopicIdAnswer {
  readonly correlationId: number;
  readonly id: string | undefined;
}

/**
 * Decodes a response without its length.
 * @throws RangeError: it ends too early, or is no such response
 */
export function decodeMetadataResponse(bytes: Buffer): TopicIdAnswer {
  const reader = new Reader(bytes);
  const correlationId = reader.int32();
  reader.tags();
  reader.skip(4); // throttle time
  for (let left = reader.length(); left > 0; left -= 1) {
    reader.skip(4); // broker id
    reader.string();
    reader.skip(4); // port
    reader.string(); // rack
    reader.tags();
  }
  reader.string(); // cluster id
  reader.skip(4); // controller id
  if (reader.length() === 0) return { correlationId, id: undefined };
  const error = reader.int16();
  reader.string();
  const id = reader.hex(16);
  return { correlationId, id: error !== 0 || /^0+$/.test(id) ? undefined : id };
}

/** Reads flexible fields (KIP-482). Every read checks that the bytes are there. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  skip(size: number): void {
    if (this.#at + size > this.#bytes.length) throw new RangeError('the response ends too early');
    this.#at += size;
  }

  int16(): number {
    this.skip(2);
    return this.#bytes.readInt16BE(this.#at - 2);
  }

  int32(): number {
    this.skip(4);
    return this.#bytes.readInt32BE(this.#at - 4);
  }

  hex(size: number): string {
    this.skip(size);
    return this.#bytes.toString('hex', this.#at - size, this.#at);
  }

  /** The length of a list or string: one less than what is written; 0 for null. */
  length(): number {
    return Math.max(0, this.#unsigned() - 1);
  }

  /** Skips a string. */
  string(): void {
    this.skip(this.length());
  }

  /** Skips tagged fields. */
  tags(): void {
    for (let left = this.#unsigned(); left > 0; left -= 1) {
      this.#unsigned();
      this.skip(this.#unsigned());
    }
  }

  #unsigned(): number {
    let value = 0;
    for (let shift = 0; shift <= 28; shift += 7) {
      this.skip(1);
      const byte = this.#bytes[this.#at - 1]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('a number in the response has more than 32 bits');
  }
}
