import { WireReader } from '../../../../kafka/bytes/reader.ts';
import { WireWriter } from '../../../../kafka/bytes/writer.ts';

/** A consumer's assignment: topic → partitions. */
export type Assignment = ReadonlyMap<string, readonly number[]>;

/** `topic/partition` of each. */
export function keysOf(partitions: Assignment): string[] {
  return [...partitions].flatMap(([topic, numbers]) => numbers.map((number) => `${topic}/${number}`));
}

/** What a member of a consumer group says when it joins. */
export interface Subscription {
  readonly topics: readonly string[];
  /** For the assignor alone. */
  readonly userData: Buffer | null;
  /** What it consumes while the group rebalances; empty with the eager protocol. */
  readonly owned: Assignment;
}

// ConsumerProtocolSubscription v1 => version i16, topics [string], user_data nullable bytes, owned_partitions [topic string, partitions [i32]]
export function encodeSubscription({ topics, userData, owned }: Subscription): Buffer {
  const writer = new WireWriter();
  writer.int16(1);
  writer.int32(topics.length);
  for (const topic of topics) writer.nullableString(topic);
  writer.nullableBytes(userData);
  writePartitions(writer, owned);
  return writer.finish();
}

/** Fields of versions after 1 are ignored. Throws a WireError for a malformed subscription; one without bytes is empty. */
export function decodeSubscription(bytes: Uint8Array): Subscription {
  if (bytes.length === 0) return { topics: [], userData: null, owned: new Map() };
  const reader = new WireReader(Buffer.from(bytes));
  const version = reader.int16();
  const topics = Array.from({ length: reader.arrayLength() }, () => reader.string());
  const userData = reader.nullableBytes();
  const owned = version >= 1 ? readPartitions(reader) : new Map();
  return { topics, userData: userData === null ? null : Buffer.from(userData), owned };
}

// ConsumerProtocolAssignment v1 => version i16, assigned_partitions [topic string, partitions [i32]], user_data nullable bytes
export function encodeAssignment(assignment: Assignment): Buffer {
  const writer = new WireWriter();
  writer.int16(1);
  writePartitions(writer, assignment);
  writer.int32(-1);
  return writer.finish();
}

/** Throws a WireError for a malformed assignment. An empty assignment has no bytes. */
export function decodeAssignment(bytes: Uint8Array): Map<string, number[]> {
  if (bytes.length === 0) return new Map();
  const reader = new WireReader(Buffer.from(bytes));
  reader.int16();
  return readPartitions(reader);
}

/** An array of topics, each with its partitions, as the consumer protocol and its assignors write them. */
export function writePartitions(writer: WireWriter, partitions: Assignment): void {
  writer.int32(partitions.size);
  for (const [topic, numbers] of partitions) {
    writer.nullableString(topic);
    writer.int32(numbers.length);
    for (const partition of numbers) writer.int32(partition);
  }
}

/** Throws a WireError. */
export function readPartitions(reader: WireReader): Map<string, number[]> {
  const result = new Map<string, number[]>();
  const topics = reader.arrayLength();
  for (let index = 0; index < topics; index++) {
    const topic = reader.string();
    result.set(
      topic,
      Array.from({ length: reader.arrayLength() }, () => reader.int32()),
    );
  }
  return result;
}
