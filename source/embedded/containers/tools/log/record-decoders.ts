import { WireError } from '../../../kafka/bytes/wire-error.ts';
import { decodeOffsetsChange } from '../../../kafka/groups/offsets-records.ts';
import type { KafkaRecord } from '../../../kafka/records/record.ts';
import { decodeAssignment } from '../client/assignment/consumer-protocol.ts';
import { JavaError } from '../command-line/java-main.ts';

/** What `kafka-dump-log` prints of a record's key and value. */
export type RecordDecoder = (record: KafkaRecord) => { key?: string; payload?: string };

type Decoder = (bytes: Buffer) => string;

const decoders: Readonly<Record<string, Decoder>> = {
  'kafka.serializer.StringDecoder': (bytes) => bytes.toString('utf8'),
  'kafka.serializer.DefaultDecoder': (bytes) => `[B@${bytes.length.toString(16)}`,
  'kafka.serializer.LongDecoder': (bytes) => String(atLeast(bytes, 8).readBigInt64BE()),
  'kafka.serializer.IntegerDecoder': (bytes) => String(atLeast(bytes, 4).readInt32BE()),
};

function atLeast(bytes: Buffer, width: number): Buffer {
  if (bytes.length < width) throw new JavaError('java.nio.BufferUnderflowException', '');
  return bytes;
}

/** Keys and values by their classes. Throws JavaError for one that is not there. */
export function byClasses(keyClass: string, valueClass: string): RecordDecoder {
  const [readKey, readValue] = [keyClass, valueClass].map((name) => {
    const decoder = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
    if (decoder === undefined) throw new JavaError('java.lang.ClassNotFoundException', name);
    return decoder;
  });
  return ({ key, value }) => ({
    ...(key === null ? {} : { key: readKey!(key) }),
    ...(value === null ? {} : { payload: readValue!(value) }),
  });
}

/** The records of `__consumer_offsets`. Throws JavaError for another record. */
export const ofOffsetsTopic: RecordDecoder = (record) => {
  if (record.key === null)
    throw new JavaError(
      'org.apache.kafka.common.KafkaException',
      'Failed to decode message using offset topic decoder (message had a missing key)',
    );
  const change = changeOf(record);
  if (change.kind === 'offset') {
    const { groupId, topic, partition, committed } = change;
    const metadata = committed?.metadata ? `,metadata=${committed.metadata}` : '';
    const payload = committed === undefined ? '<DELETE>' : `offset=${committed.offset}${metadata}`;
    return { key: `offset_commit::group=${groupId},partition=${topic}-${partition}`, payload };
  }
  const key = `group_metadata::group=${change.groupId}`;
  const { snapshot } = change;
  if (snapshot === undefined) return { key, payload: '<DELETE>' };
  const isConsumer = snapshot.protocolType === 'consumer';
  const assignment = snapshot.members.map(({ memberId, assignment: bytes }) => {
    const partitions = [...(isConsumer ? decodeAssignment(bytes) : [])].flatMap(([topic, list]) =>
      list.map((partition) => `${topic}-${partition}`),
    );
    return `${memberId}=${isConsumer ? `[${partitions.join(', ')}]` : Buffer.from(bytes).toString('hex').toUpperCase()}`;
  });
  const payload = JSON.stringify({
    protocolType: snapshot.protocolType ?? '',
    protocol: snapshot.protocolName,
    generationId: snapshot.generationId,
    assignment: `{${assignment.join(',')}}`,
  });
  return { key, payload };
};

function changeOf(record: KafkaRecord) {
  try {
    const change = decodeOffsetsChange(record);
    if (change !== undefined) return change;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new JavaError('java.nio.BufferUnderflowException', '');
  }
  const version = atLeast(record.key!, 2).readInt16BE();
  throw new JavaError(
    'java.lang.IllegalStateException',
    `Unknown group metadata message version: ${version}`,
  );
}
