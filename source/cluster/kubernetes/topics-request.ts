import type { PartitionSeen, TopicSeen } from '../../lab/model/observations.ts';
import { ResponseReader } from './response-reader.ts';

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
  readonly brokers: readonly BrokerAddress[];
  /** The id of the controller; -1 while there is none. */
  readonly controller: number;
}

/** Where a broker takes clients, as it advertises that. */
export interface BrokerAddress {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

/**
 * Decodes a response without its length.
 * @throws RangeError: it ends too early, or is no such response
 */
export function decodeTopicsResponse(bytes: Buffer): TopicsAnswer {
  const reader = new ResponseReader(bytes);
  const correlationId = reader.int32();
  const brokers = reader.list(() => {
    const address = { id: reader.int32(), host: reader.string(), port: reader.int32() };
    reader.string(); // rack
    return address;
  });
  const controller = reader.int32();
  const topics = reader.list(() => {
    const error = reader.int16();
    const name = reader.string();
    reader.int8(); // internal
    const partitions = reader.list(() => partitionFrom(reader));
    return { error, name, partitions: partitions.sort((a, b) => a.partition - b.partition) };
  });
  return {
    correlationId,
    brokers,
    controller,
    topics: topics
      .filter(({ error }) => error === 0)
      .map(({ name, partitions }) => ({ name, partitions }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** Its error only says that it has no leader, or not all of its replicas; both can be seen. */
function partitionFrom(reader: ResponseReader): PartitionSeen {
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
