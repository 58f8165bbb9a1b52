import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KafkaConnection } from '../../../../source/embedded/kafka/client/kafka-connection.ts';
import { createTopics } from '../../../../source/embedded/kafka/messages/create-topics.ts';
import { listOffsets } from '../../../../source/embedded/kafka/messages/list-offsets.ts';
import { metadata } from '../../../../source/embedded/kafka/messages/metadata.ts';
import { produce } from '../../../../source/embedded/kafka/messages/produce.ts';
import { encodeBatch } from '../../../../source/embedded/kafka/records/encode-batch.ts';
import { connectTo } from './raw-client.ts';
import { TestCluster } from './test-cluster.ts';

const topic = 'large';
let cluster: TestCluster;
let clients: KafkaConnection[];

beforeAll(async () => {
  cluster = await TestCluster.start([0], { 'default.replication.factor': '1' });
  clients = await Promise.all(Array.from({ length: 4 }, () => connectTo(cluster)));
  await clients[0]?.call(createTopics, {
    topics: [
      {
        name: topic,
        numPartitions: 2,
        replicationFactor: 1,
        configs: [{ name: 'max.message.bytes', value: '100000000' }],
      },
    ],
    timeoutMs: 10_000,
  });
});

afterAll(async () => {
  for (const client of clients) client.close();
  await cluster.stop();
});

function heldBytes(): number {
  const { id } = cluster.zooKeeper.json('/cluster/id') as { id: string };
  return cluster.registry.cluster('zookeeper:2181', id).held.total;
}

it('three clients store the largest batches at once, and each request counts as held until its response', async () => {
  const records = encodeBatch([{ value: Buffer.alloc(15_700_000), timestamp: 1 }]);
  const [other, ...producers] = clients;
  let answered = 0;
  let mostHeld = 0;
  const sent = Promise.all(
    producers.map(async (client) => {
      const partitionData = [0, 1].map((index) => ({ index, records }));
      const { responses } = await client.call(produce, {
        acks: -1,
        timeoutMs: 10_000,
        topicData: [{ name: topic, partitionData }],
      });
      answered += 1;
      return responses[0]!.partitionResponses;
    }),
  );
  // Meanwhile another client gets its response.
  let answersToOthers = 0;
  while (answered === 0) {
    await other!.call(metadata, { topics: [{ name: topic }] });
    answersToOthers += 1;
    mostHeld = Math.max(mostHeld, heldBytes());
  }
  const parts = (await sent).flat();
  expect(parts.map(({ errorCode }) => errorCode)).toEqual([0, 0, 0, 0, 0, 0]);
  for (const index of [0, 1])
    expect(
      parts
        .filter((part) => part.index === index)
        .map(({ baseOffset }) => baseOffset)
        .sort(),
    ).toEqual([0, 1, 2]);
  expect(answersToOthers).toBeGreaterThan(3);
  expect(mostHeld).toBeGreaterThan(31_000_000);
  expect(heldBytes()).toBe(0);
  const ends = await other!.call(listOffsets, {
    replicaId: -1,
    isolationLevel: 0,
    topics: [
      { name: topic, partitions: [0, 1].map((partitionIndex) => ({ partitionIndex, timestamp: -1 })) },
    ],
  });
  expect(ends.topics[0]?.partitions.map(({ offset }) => offset)).toEqual([3, 3]);
}, 30_000);
