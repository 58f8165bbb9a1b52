import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { createKafkaAdmin } from '../../../source/cluster/kubernetes/kafka-admin.ts';
import { TopicList } from '../../../source/cluster/kubernetes/topic-list.ts';
import { LabError } from '../../../source/errors/lab-error.ts';
import { TestCluster } from '../../embedded/kafka/broker/test-cluster.ts';

const signal = AbortSignal.timeout(20_000);
let cluster: TestCluster;
beforeAll(async () => {
  cluster = await TestCluster.start([0, 1]);
  const admin = cluster.kafka().admin();
  await admin.connect();
  await admin.createTopics({
    topics: [
      { topic: 'whole', replicaAssignment: [{ partition: 0, replicas: [0] }] },
      {
        topic: 'half',
        replicaAssignment: [
          { partition: 0, replicas: [0] },
          { partition: 1, replicas: [1] },
        ],
      },
    ],
  });
  await admin.disconnect();
  cluster.brokers.get(1)!.terminate();
  await cluster.brokers.get(1)!.exited;
  await vi.waitFor(() => expect(cluster.state('half', 1).leader).toBe(-1), { timeout: 5000 });
});
afterAll(() => cluster.stop());

const routes = () => ({
  // Broker 1 does not answer.
  seeds: async () => [1, 0].map((id) => `127.0.0.1:${cluster.outsidePort(id)}`),
  open: async (host: string, port: number) => {
    const socket = connect(port, host);
    await once(socket, 'connect');
    return socket;
  },
});

test('a partition without a leader read as a mistake of ours: `topicMetadata` of null', async () => {
  const admin = createKafkaAdmin(routes());
  onTestFinished(() => admin.close());
  expect(await admin.topics(signal)).toEqual([
    {
      name: 'half',
      partitions: [
        { partition: 0, leader: 0, replicas: [0], isr: [0] },
        { partition: 1, leader: -1, replicas: [1], isr: [1] },
      ],
    },
    { name: 'whole', partitions: [{ partition: 0, leader: 0, replicas: [0], isr: [0] }] },
  ]);
  expect(await admin.endOffsets('whole', signal)).toEqual([0]);
  expect(await admin.endOffsets('none', signal)).toEqual([]);
  const failed = await admin.endOffsets('half', signal).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(LabError);
  expect(String(failed)).toContain('partition 1 of `half` has no leader');
});

test('whoever gives up does not spoil the answer of the others', async () => {
  const list = new TopicList(routes());
  onTestFinished(() => list.close());
  const early = new AbortController();
  const first = list.all(early.signal);
  const second = list.all(signal);
  early.abort(new Error('stopped'));
  await expect(first).rejects.toThrow('stopped');
  expect((await second).map(({ name }) => name)).toEqual(['half', 'whole']);
});

test('says that no broker runs, and that it is closed', async () => {
  const list = new TopicList({ ...routes(), seeds: async () => [] });
  await expect(list.all(signal)).rejects.toThrow('no broker runs');
  list.close();
  await expect(list.all(signal)).rejects.toThrow('the observer is closed');
});
