import { WireReader } from '../../kafka/bytes/reader.ts';
import { WireWriter } from '../../kafka/bytes/writer.ts';

/** A consumer's assignment: topic → partitions. */
export type Assignment = ReadonlyMap<string, readonly number[]>;

// ConsumerProtocolSubscription v0 => version i16, topics [string], user_data nullable bytes
export function encodeSubscription(topics: readonly string[]): Buffer {
  const writer = new WireWriter();
  writer.int16(0);
  writer.int32(topics.length);
  for (const topic of topics) writer.nullableString(topic);
  writer.int32(-1);
  return writer.finish();
}

/** The topics of a subscription; fields of later versions are ignored. */
export function decodeSubscription(bytes: Uint8Array): string[] {
  if (bytes.length === 0) return [];
  const reader = new WireReader(Buffer.from(bytes));
  reader.int16();
  const count = reader.arrayLength();
  const topics: string[] = [];
  for (let index = 0; index < count; index++) topics.push(reader.string());
  return topics;
}

// ConsumerProtocolAssignment v0 => version i16, assigned_partitions [topic string, partitions [i32]], user_data nullable bytes
export function encodeAssignment(assignment: Assignment): Buffer {
  const writer = new WireWriter();
  writer.int16(0);
  writer.int32(assignment.size);
  for (const [topic, partitions] of assignment) {
    writer.nullableString(topic);
    writer.int32(partitions.length);
    for (const partition of partitions) writer.int32(partition);
  }
  writer.int32(-1);
  return writer.finish();
}

/** Throws a WireError for a malformed assignment. An empty assignment has no bytes. */
export function decodeAssignment(bytes: Uint8Array): Map<string, number[]> {
  const result = new Map<string, number[]>();
  if (bytes.length === 0) return result;
  const reader = new WireReader(Buffer.from(bytes));
  reader.int16();
  const topics = reader.arrayLength();
  for (let index = 0; index < topics; index++) {
    const topic = reader.string();
    const partitions: number[] = [];
    const count = reader.arrayLength();
    for (let each = 0; each < count; each++) partitions.push(reader.int32());
    result.set(topic, partitions);
  }
  return result;
}

/**
 * The range assignor: each topic's subscribers, ordered by member id, get consecutive partitions; the first ones get one more if it does
 * not divide evenly.
 */
export function assignRanges(
  members: ReadonlyMap<string, readonly string[]>,
  partitionCounts: ReadonlyMap<string, number>,
): Map<string, Map<string, number[]>> {
  const result = new Map([...members.keys()].map((member) => [member, new Map<string, number[]>()]));
  for (const [topic, count] of partitionCounts) {
    const subscribers = [...members]
      .filter(([, topics]) => topics.includes(topic))
      .map(([member]) => member)
      .sort();
    let next = 0;
    subscribers.forEach((member, index) => {
      const share = Math.floor(count / subscribers.length) + (index < count % subscribers.length ? 1 : 0);
      if (share > 0)
        result.get(member)!.set(
          topic,
          Array.from({ length: share }, (_, offset) => next + offset),
        );
      next += share;
    });
  }
  return result;
}
