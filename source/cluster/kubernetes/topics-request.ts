import type { PartitionSeen, TopicSeen } from '../../lab/model/observations.ts';

/**
 * The Metadata request and response, version 1, which every broker knows, for all topics. kafkajs refuses the whole response where one
 * partition has no leader. Sizes and offsets are in bytes.
 */

const metadataKey = 3;
const version = 1;

/** A request, its length in front, for all topics. */
export function encodeTopicsRequest(correlationId: number): Buffer {
  const client = Buffer.from('kafka-lab-observer');
  const bytes = Buffer.alloc(4 + 10 + client.length + 4);
  bytes.writeInt32BE(bytes.length - 4, 0);
  bytes.writeInt16BE(metadataKey, 4);
  bytes.writeInt16BE(version, 6);
  bytes.writeInt32BE(correlationId, 8);
  bytes.writeInt16BE(client.length, 12);
  client.copy(bytes, 14);
  // No list of names: all topics.
  bytes.writeInt32BE(-1, 14 + client.length);
  return bytes;
}

export interface TopicsAnswer {
  readonly correlationId: number;
  /** Without those that have an error, which are about to appear or to go. */
  readonly topics: readonly TopicSeen[];
}

/**
 * Decodes a response without its length.
 * @throws RangeError: it ends too early, or is no such response
 */
export function decodeTopicsResponse(bytes: Buffer): TopicsAnswer {
  const reader = new Reader(bytes);
  const correlationId = reader.int32();
  reader.list(() => {
    reader.int32(); // id
    reader.string(); // host
    reader.int32(); // port
    reader.string(); // rack
  });
  reader.int32(); // controller
  const topics = reader.list(() => {
    const error = reader.int16();
    const name = reader.string();
    reader.int8(); // internal
    const partitions = reader.list(() => partitionFrom(reader));
    return { error, name, partitions: partitions.sort((a, b) => a.partition - b.partition) };
  });
  return {
    correlationId,
    topics: topics
      .filter(({ error }) => error === 0)
      .map(({ name, partitions }) => ({ name, partitions }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** Its error only says that it has no leader, or not all of its replicas; both can be seen. */
function partitionFrom(reader: Reader): PartitionSeen {
  reader.int16();
  const partition = reader.int32();
  const leader = reader.int32();
  return {
    partition,
    leader,
    replicas: reader.list(() => reader.int32()),
    isr: reader.list(() => reader.int32()),
  };
}

/** Every read checks that the bytes are there: Node's own reads throw a RangeError. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
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

  /** Null reads as empty. */
  string(): string {
    const length = Math.max(0, this.int16());
    if (this.#at + length > this.#bytes.length) throw new RangeError('the response ends too early');
    this.#at += length;
    return this.#bytes.toString('utf8', this.#at - length, this.#at);
  }

  list<T>(read: () => T): T[] {
    const items: T[] = [];
    // A count that is too large ends at the end of the bytes.
    for (let left = this.int32(); left > 0; left -= 1) items.push(read());
    return items;
  }
}
