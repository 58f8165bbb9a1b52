import { WireReader } from '../bytes/reader.ts';
import { WireError } from '../bytes/wire-error.ts';
import { WireWriter } from '../bytes/writer.ts';
import type { KafkaRecord, NewRecord } from '../records/record.ts';
import type { CommittedOffset } from './committed-offset.ts';
import type { GroupSnapshot } from './group.ts';
import type { MemberSnapshot } from './member.ts';

/*
 * The records of `__consumer_offsets`, in the versions that Kafka 3.3 writes (OffsetCommitKey, OffsetCommitValue,
 * GroupMetadataKey, GroupMetadataValue). A null value takes back what the key stands for.
 *
 * offset key   => version:int16=1 group:string topic:string partition:int32
 * offset value => version:int16=3 offset:int64 leader_epoch:int32 metadata:string commit_timestamp:int64
 * group key    => version:int16=2 group:string
 * group value  => version:int16=3 protocol_type:string generation:int32 protocol:nullable_string leader:nullable_string
 *                 state_timestamp:int64 [member]
 * member       => member_id:string group_instance_id:nullable_string client_id:string client_host:string
 *                 rebalance_timeout:int32 session_timeout:int32 subscription:bytes assignment:bytes
 */

const offsetKeyVersion = 1;
const groupKeyVersion = 2;
const valueVersion = 3;
// Two empty strings, three lengths and two timeouts: the minimum size of a member.
const leastMemberBytes = 24;

export type OffsetsChange =
  | {
      readonly kind: 'offset';
      readonly groupId: string;
      readonly topic: string;
      readonly partition: number;
      /** Undefined: the offset is removed. */
      readonly committed: CommittedOffset | undefined;
    }
  | {
      readonly kind: 'group';
      readonly groupId: string;
      /** Undefined: the group is removed. */
      readonly snapshot: GroupSnapshot | undefined;
    };

/** `now` in ms. */
export function encodeOffsetsChange(change: OffsetsChange, now: number): NewRecord {
  const key = new WireWriter(64);
  if (change.kind === 'offset') {
    key.int16(offsetKeyVersion);
    key.nullableString(change.groupId);
    key.nullableString(change.topic);
    key.int32(change.partition);
    const value = change.committed && encodeCommitted(change.committed);
    return { key: key.finish(), value: value ?? null, timestamp: now };
  }
  key.int16(groupKeyVersion);
  key.nullableString(change.groupId);
  const value = change.snapshot && encodeGroup(change.snapshot, now);
  return { key: key.finish(), value: value ?? null, timestamp: now };
}

function encodeCommitted(committed: CommittedOffset): Buffer {
  const writer = new WireWriter(64 + committed.metadata.length);
  writer.int16(valueVersion);
  writer.int64(committed.offset);
  writer.int32(committed.leaderEpoch);
  writer.nullableString(committed.metadata);
  writer.int64(committed.commitTimestamp);
  return writer.finish();
}

function encodeGroup(snapshot: GroupSnapshot, now: number): Buffer {
  const writer = new WireWriter(256);
  writer.int16(valueVersion);
  writer.nullableString(snapshot.protocolType ?? '');
  writer.int32(snapshot.generationId);
  writer.nullableString(snapshot.protocolName);
  writer.nullableString(snapshot.leaderId);
  writer.int64(now);
  writer.int32(snapshot.members.length);
  for (const member of snapshot.members) {
    writer.nullableString(member.memberId);
    writer.nullableString(member.groupInstanceId);
    writer.nullableString(member.clientId);
    writer.nullableString(member.clientHost);
    writer.int32(member.rebalanceTimeoutMs);
    writer.int32(member.sessionTimeoutMs);
    const chosen = member.protocols.find(({ name }) => name === snapshot.protocolName);
    writer.nullableBytes(chosen?.metadata ?? Buffer.alloc(0));
    writer.nullableBytes(member.assignment);
  }
  return writer.finish();
}

/** Undefined for an unknown kind of record. Throws a {@link WireError} for a malformed one. */
export function decodeOffsetsChange(record: Pick<KafkaRecord, 'key' | 'value'>): OffsetsChange | undefined {
  if (record.key === null) return undefined;
  const key = new WireReader(record.key);
  const version = key.int16();
  if (version === offsetKeyVersion || version === 0) {
    const [groupId, topic, partition] = [key.string(), key.string(), key.int32()];
    const committed = record.value === null ? undefined : decodeCommitted(record.value);
    return { kind: 'offset', groupId, topic, partition, committed };
  }
  if (version !== groupKeyVersion) return undefined;
  const groupId = key.string();
  const snapshot = record.value === null ? undefined : decodeGroup(groupId, record.value);
  return { kind: 'group', groupId, snapshot };
}

function decodeCommitted(value: Buffer): CommittedOffset {
  const reader = new WireReader(value);
  checkVersion(reader.int16());
  return {
    offset: Number(reader.int64()),
    leaderEpoch: reader.int32(),
    metadata: reader.string(),
    commitTimestamp: Number(reader.int64()),
  };
}

function decodeGroup(groupId: string, value: Buffer): GroupSnapshot {
  const reader = new WireReader(value);
  checkVersion(reader.int16());
  const protocolType = reader.string();
  const generationId = reader.int32();
  const protocolName = reader.nullableString();
  const leaderId = reader.nullableString();
  reader.int64();
  const count = reader.int32();
  if (count < 0 || count > reader.remaining / leastMemberBytes)
    throw new WireError('length', `\`${count}\` members of a group`);
  const members = Array.from({ length: count }, (): MemberSnapshot => {
    const [memberId, groupInstanceId] = [reader.string(), reader.nullableString()];
    const [clientId, clientHost] = [reader.string(), reader.string()];
    const [rebalanceTimeoutMs, sessionTimeoutMs] = [reader.int32(), reader.int32()];
    // Copies: the decoded values are views of the whole batch.
    const [metadata, assignment] = [Buffer.from(reader.bytes()), Buffer.from(reader.bytes())];
    return {
      memberId,
      groupInstanceId,
      clientId,
      clientHost,
      sessionTimeoutMs,
      rebalanceTimeoutMs,
      protocols: protocolName === null ? [] : [{ name: protocolName, metadata }],
      assignment,
    };
  });
  return {
    groupId,
    generationId,
    protocolType: protocolType === '' ? null : protocolType,
    protocolName,
    leaderId,
    members,
  };
}

function checkVersion(version: number): void {
  if (version !== valueVersion)
    throw new WireError('value', `version \`${version}\` of a value in __consumer_offsets`);
}
