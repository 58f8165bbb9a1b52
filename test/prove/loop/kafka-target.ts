import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { KafkaConnection } from '../../../source/embedded/kafka/client/kafka-connection.ts';
import { createTopics } from '../../../source/embedded/kafka/messages/create-topics.ts';
import { deleteTopics } from '../../../source/embedded/kafka/messages/delete-topics.ts';
import { metadata } from '../../../source/embedded/kafka/messages/metadata.ts';
import { produce } from '../../../source/embedded/kafka/messages/produce.ts';
import { crc32c } from '../../../source/embedded/kafka/records/crc32c.ts';
import { encodeBatch } from '../../../source/embedded/kafka/records/encode-batch.ts';
import type { Target } from './attack.ts';

export const topic = 'loop-attack';
export const times = (count: number, scale: number) => Math.max(1, Math.round(count * scale));

export function dial(address: string): Promise<Socket> {
  const [host, port] = address.split(':');
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
    socket.on('error', () => {});
  });
}

export async function open(target: Target): Promise<KafkaConnection> {
  return KafkaConnection.open(await dial(target.bootstrap), { clientId: 'loop-attack', timeoutMs: 20_000 });
}

/** A refusal or a broken connection counts as an answer. */
export async function quietly(work: Promise<unknown>): Promise<void> {
  await work.catch(() => {});
}

/** Runs `use` with a connection to the leader of the topic's first partition; creates the topic before and deletes it afterwards. */
export async function withTopic(
  target: Target,
  config: Readonly<Record<string, string>>,
  use: (leader: KafkaConnection) => Promise<void>,
): Promise<void> {
  const name = topic;
  await overController(target, (controller) =>
    controller.call(createTopics, {
      topics: [
        {
          name,
          numPartitions: 4,
          replicationFactor: 1,
          configs: Object.entries(config).map(([key, value]) => ({ name: key, value })),
        },
      ],
      timeoutMs: 10_000,
    }),
  );
  try {
    await overLeader(target, use);
  } finally {
    await overController(target, (controller) =>
      controller.call(deleteTopics, {
        topics: [{ name, topicId: zeroId }],
        topicNames: [name],
        timeoutMs: 10_000,
      }),
    );
  }
}

export const zeroId = 'AAAAAAAAAAAAAAAAAAAAAA';

async function overBroker(
  target: Target,
  which: (answer: Awaited<ReturnType<typeof metadataOf>>) => number | undefined,
  use: (connection: KafkaConnection) => Promise<unknown>,
): Promise<void> {
  const first = await open(target);
  try {
    const answer = await metadataOf(first);
    const broker = answer.brokers.find(({ nodeId }) => nodeId === which(answer));
    if (!broker) return;
    const connection = await open({ ...target, bootstrap: `${broker.host}:${broker.port}` });
    try {
      await quietly(use(connection));
    } finally {
      connection.close();
    }
  } finally {
    first.close();
  }
}

const metadataOf = (connection: KafkaConnection) =>
  connection.call(metadata, { topics: [{ name: topic }], allowAutoTopicCreation: false });

export const overController = (target: Target, use: (connection: KafkaConnection) => Promise<unknown>) =>
  overBroker(target, (answer) => answer.controllerId, use);
export const overLeader = (target: Target, use: (connection: KafkaConnection) => Promise<unknown>) =>
  overBroker(
    target,
    (answer) => answer.topics[0]?.partitions.find(({ partitionIndex }) => partitionIndex === 0)?.leaderId,
    use,
  );

export function produceTo(connection: KafkaConnection, records: readonly Buffer[]): Promise<unknown> {
  return connection.call(produce, {
    acks: 1,
    timeoutMs: 10_000,
    topicData: [{ name: topic, partitionData: records.map((batch) => ({ index: 0, records: batch })) }],
  });
}

/** A batch whose content is `plain`, compressed: `count` records, whatever the content is. */
export function compressedBatch(plain: Buffer, count: number): Buffer {
  const batch = encodeBatch([{ key: 'k', value: 'v', timestamp: Date.now() }], { compression: 'gzip' });
  const head = Buffer.from(batch.subarray(0, 61));
  const whole = Buffer.concat([head, gzipSync(plain)]);
  whole.writeInt32BE(whole.length - 12, 8);
  whole.writeInt32BE(count - 1, 23);
  whole.writeInt32BE(count, 57);
  whole.writeUInt32BE(crc32c(whole, 21), 17);
  return whole;
}

/** Records of time 1 in a batch that says it has a later one. */
export function lyingBatch(count: number, maxTimestamp: bigint, compression: 'none' | 'gzip'): Buffer {
  const records = Array.from({ length: count }, (_, at) => ({ key: `k${at}`, value: 'v', timestamp: 1 }));
  const batch = encodeBatch(records, { compression });
  batch.writeBigInt64BE(maxTimestamp, 35);
  batch.writeUInt32BE(crc32c(batch, 21), 17);
  return batch;
}
