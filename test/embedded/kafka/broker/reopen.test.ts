import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ClusterClient } from '../../../../source/embedded/kafka/client/cluster-client.ts';
import { errorCodes } from '../../../../source/embedded/kafka/messages/errors.ts';
import { offsetCommit } from '../../../../source/embedded/kafka/messages/offset-commit.ts';
import { connectTo, produceTo } from './raw-client.ts';
import { TestCluster } from './test-cluster.ts';

let cluster: TestCluster;

beforeEach(async () => {
  cluster = await TestCluster.start([0, 1, 2]);
});

afterEach(() => cluster.stop());

async function send(values: readonly string[], topic = 't'): Promise<number[]> {
  const producer = cluster.kafka().producer();
  await producer.connect();
  const offsets: number[] = [];
  for (const value of values) {
    const [answer] = await producer.send({ topic, acks: -1, messages: [{ value, partition: 0 }] });
    offsets.push(Number(answer!.baseOffset));
  }
  await producer.disconnect();
  return offsets;
}

/** Reads that many messages as a group, commits them, and leaves. */
async function consume(count: number): Promise<string[]> {
  const consumer = cluster.kafka().consumer({
    groupId: 'g',
    sessionTimeout: 6000,
    heartbeatInterval: 200,
    maxWaitTimeInMs: 100,
  });
  await consumer.connect();
  await consumer.subscribe({ topic: 't', fromBeginning: true });
  const values: string[] = [];
  await consumer.run({
    eachMessage: async ({ message }) => {
      values.push(`${message.offset}:${message.value}`);
    },
  });
  await vi.waitFor(() => expect(values).toHaveLength(count), { timeout: 8000 });
  await consumer.stop();
  await consumer.disconnect();
  return values;
}

const shared = () =>
  cluster.registry.cluster('zookeeper:2181', (cluster.zooKeeper.json('/cluster/id') as { id: string }).id);

async function commit(groupId: string): Promise<void> {
  const client = new ClusterClient({
    bootstrap: [{ host: '127.0.0.1', port: cluster.outside.bootstrapPort }],
    dial: async (host, port) => connect(port, host),
    clientId: 'test',
  });
  const coordinator = await client.coordinator(groupId);
  const partition = { partitionIndex: 0, committedOffset: 1, committedMetadata: '' };
  const { topics } = await coordinator.call(offsetCommit, {
    groupId,
    generationId: -1,
    memberId: '',
    topics: [{ name: 'other', partitions: [partition] }],
  });
  expect(topics[0]!.partitions[0]!.errorCode).toBe(0);
  client.close();
}

it('a cluster that restarts with its data serves the same offsets, groups and committed offsets', async () => {
  expect(await send(['a', 'b', 'c'])).toEqual([0, 1, 2]);
  expect(await consume(3)).toEqual(['0:a', '1:b', '2:c']);
  await cluster.restart([0, 1, 2]);
  const admin = cluster.kafka().admin();
  await admin.connect();
  expect(await admin.fetchOffsets({ groupId: 'g', topics: ['t'] })).toMatchObject([
    { topic: 't', partitions: expect.arrayContaining([expect.objectContaining({ offset: '3' })]) },
  ]);
  expect((await admin.listGroups()).groups).toContainEqual({ groupId: 'g', protocolType: 'consumer' });
  expect((await admin.describeGroups(['g'])).groups[0]!.state).toBe('Empty');
  await admin.disconnect();
  expect(await send(['d'])).toEqual([3]);
  expect(await consume(1)).toEqual(['3:d']);
});

it('deleted groups, and offsets of a deleted topic, do not come back', async () => {
  await send(['a'], 'other');
  const admin = cluster.kafka().admin();
  await admin.connect();
  for (const groupId of ['gone', 'kept']) await commit(groupId);
  await admin.deleteGroups(['gone']);
  await admin.deleteTopics({ topics: ['other'] });
  await admin.disconnect();
  await cluster.restart([0, 1, 2]);
  const again = cluster.kafka().admin();
  await again.connect();
  expect((await again.listGroups()).groups.map(({ groupId }) => groupId)).not.toContain('gone');
  await send(['b'], 'other');
  expect(await again.fetchOffsets({ groupId: 'kept', topics: ['other'] })).toMatchObject([
    { partitions: expect.arrayContaining([expect.objectContaining({ partition: 0, offset: '-1' })]) },
  ]);
  await again.disconnect();
});

it('an idempotent producer that retries after the restart writes nothing twice', async () => {
  await shared().controller!.createTopic({
    name: 't',
    numPartitions: -1,
    replicationFactor: -1,
    assignment: new Map([[0, [0, 1, 2]]]),
    config: {},
    validateOnly: false,
  });
  const batch = (baseSequence: number) => ({ batch: { producerId: 7, producerEpoch: 0, baseSequence } });
  const send = async (baseSequence: number) => {
    const leader = () => shared().partition('t', 0)?.state?.leader ?? -1;
    await vi.waitFor(() => expect(leader()).toBeGreaterThanOrEqual(0), { timeout: 5000 });
    const connection = await connectTo(cluster, leader());
    const { errorCode, baseOffset } = await produceTo(connection, 't', { ...batch(baseSequence), count: 2 });
    connection.close();
    return { errorCode, baseOffset };
  };
  expect(await send(0)).toEqual({ errorCode: 0, baseOffset: 0 });
  expect(await send(2)).toEqual({ errorCode: 0, baseOffset: 2 });
  await cluster.restart([0, 1, 2]);
  expect(await send(2)).toEqual({ errorCode: 0, baseOffset: 2 });
  expect((await send(6)).errorCode).toBe(errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER);
  expect(await send(4)).toEqual({ errorCode: 0, baseOffset: 4 });
});
