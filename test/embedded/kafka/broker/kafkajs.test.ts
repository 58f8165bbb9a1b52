import type { Consumer, Producer } from 'kafkajs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TestCluster } from './test-cluster.ts';

let cluster: TestCluster;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close().catch(() => {});
  await cluster.stop();
});

async function producerOf(options: Parameters<ReturnType<TestCluster['kafka']>['producer']>[0] = {}) {
  const producer = cluster.kafka().producer(options);
  await producer.connect();
  closing.push(() => producer.disconnect());
  return producer;
}

async function adminOf() {
  const admin = cluster.kafka().admin();
  await admin.connect();
  closing.push(() => admin.disconnect());
  return admin;
}

type Seen = Map<string, number>;

async function consumerOf(groupId: string, seen: Seen): Promise<Consumer> {
  const consumer = cluster.kafka().consumer({
    groupId,
    heartbeatInterval: 100,
    sessionTimeout: 6000,
    maxWaitTimeInMs: 100,
    rebalanceTimeout: 6000,
  });
  await consumer.connect();
  closing.push(() => consumer.disconnect());
  await consumer.subscribe({ topic: 'test', fromBeginning: true });
  await consumer.run({
    autoCommitInterval: 100,
    eachMessage: async ({ partition, message }) => {
      const key = `${partition}/${message.offset}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    },
  });
  return consumer;
}

const messages = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ partition: i % 4, value: `v${i}` }));

/** Sends partition by partition: on a retry, kafkajs skips a broker that has responded, with all partitions that moved there. */
async function sendByPartition(producer: Producer, count: number): Promise<void> {
  await Promise.all(
    [0, 1, 2, 3].map((partition) =>
      producer.send({
        topic: 'test',
        acks: -1,
        messages: messages(count).filter((message) => message.partition === partition),
      }),
    ),
  );
}

describe('three brokers', () => {
  it('create a topic on first use, with the configured number of partitions and replicas', async () => {
    cluster = await TestCluster.start([0, 1, 2]);
    const producer = await producerOf();
    await producer.send({ topic: 'test', messages: messages(8) });
    const admin = await adminOf();
    const [topic] = (await admin.fetchTopicMetadata({ topics: ['test'] })).topics;
    expect(topic!.partitions).toHaveLength(4);
    for (const { replicas, isr } of topic!.partitions) {
      expect([...replicas].sort()).toEqual([0, 1, 2]);
      expect([...isr].sort()).toEqual([0, 1, 2]);
    }
    expect(new Set(topic!.partitions.map(({ leader }) => leader)).size).toBe(3);
    const offsets = await admin.fetchTopicOffsets('test');
    expect(offsets.map(({ offset }) => offset)).toEqual(['2', '2', '2', '2']);
    expect(await admin.describeCluster()).toMatchObject({
      controller: expect.any(Number),
      brokers: expect.any(Array),
    });
    expect(cluster.zooKeeper.children('/')).toEqual([
      'admin',
      'brokers',
      'cluster',
      'config',
      'consumers',
      'controller',
      'controller_epoch',
      'feature',
      'isr_change_notification',
      'latest_producer_id_block',
      'log_dir_event_notification',
    ]);
    expect(cluster.zooKeeper.json('/brokers/ids/1')).toMatchObject({
      endpoints: ['PLAINTEXT://kafka-1.kafka-service:9092'],
      host: 'kafka-1.kafka-service',
      version: 5,
    });
  });

  it('deliver every message to a consumer group exactly once, and rebalance when a second member joins', async () => {
    cluster = await TestCluster.start([0, 1, 2]);
    const producer = await producerOf();
    await producer.send({ topic: 'test', messages: messages(400) });
    const seen: Seen = new Map();
    await consumerOf('g', seen);
    await vi.waitFor(() => expect(seen.size).toBe(400), { timeout: 8000 });
    await consumerOf('g', seen);
    const admin = await adminOf();
    const { parse } = await assignments();
    await vi.waitFor(
      async () => {
        const { groups } = await admin.describeGroups(['g']);
        expect(groups[0]!.state).toBe('Stable');
        const parts = groups[0]!.members.map((member) => parse(member.memberAssignment));
        expect(parts).toHaveLength(2);
        expect(parts.flat().sort()).toEqual([0, 1, 2, 3]);
        for (const part of parts) expect(part).toHaveLength(2);
      },
      { timeout: 10_000, interval: 100 },
    );
    await producer.send({ topic: 'test', messages: messages(400) });
    await vi.waitFor(() => expect(seen.size).toBe(800), { timeout: 8000 });
    expect([...seen.values()].every((times) => times === 1)).toBe(true);
    const listed = (await admin.listTopics()).sort();
    expect(listed).toEqual(['__consumer_offsets', 'test']);
    await vi.waitFor(async () => {
      const [committed] = await admin.fetchOffsets({ groupId: 'g', topics: ['test'] });
      expect(committed!.partitions.map(({ offset }) => offset).sort()).toEqual(['200', '200', '200', '200']);
    });
  });

  it('move leaders and coordinators when a broker stops, without losing an acknowledged message', async () => {
    cluster = await TestCluster.start([0, 1, 2]);
    const producer = await producerOf();
    await producer.send({ topic: 'test', acks: -1, messages: messages(200) });
    const seen: Seen = new Map();
    await consumerOf('g', seen);
    await vi.waitFor(() => expect(seen.size).toBe(200), { timeout: 8000 });
    cluster.brokers.get(1)!.terminate();
    expect(await cluster.brokers.get(1)!.exited).toEqual({ exitCode: 143 });
    for (const partition of [0, 1, 2, 3]) {
      expect(cluster.state('test', partition).leader).not.toBe(1);
      expect(cluster.state('test', partition).isr).not.toContain(1);
    }
    await sendByPartition(producer, 200);
    await vi.waitFor(() => expect(seen.size).toBe(400), { timeout: 10_000 });
    cluster.lines.length = 0;
    cluster.startBroker(1);
    await cluster.ready([1]);
    await vi.waitFor(() => {
      for (const partition of [0, 1, 2, 3]) expect(cluster.state('test', partition).isr).toContain(1);
    });
  });

  it('elect another controller and other leaders when the session of a killed broker expires', async () => {
    cluster = await TestCluster.start([0, 1, 2]);
    const producer = await producerOf();
    await producer.send({ topic: 'test', acks: -1, messages: messages(40) });
    const { brokerid } = cluster.zooKeeper.json('/controller') as { brokerid: number };
    const session = cluster.sessions.get(brokerid)!.sessionId;
    cluster.brokers.get(brokerid)!.kill();
    const sending = sendByPartition(producer, 40);
    cluster.zooKeeper.expire(session);
    await sending;
    await vi.waitFor(() =>
      expect((cluster.zooKeeper.json('/controller') as { brokerid: number }).brokerid).not.toBe(brokerid),
    );
    const admin = await adminOf();
    await vi.waitFor(async () => {
      const offsets = await admin.fetchTopicOffsets('test');
      expect(offsets.map(({ high }) => high)).toEqual(['20', '20', '20', '20']);
    });
  });

  it('wait for the replica that has everything if all were down, and lose nothing', async () => {
    cluster = await TestCluster.start([0, 1, 2]);
    const producer = await producerOf();
    await sendByPartition(producer, 100);
    for (const id of [0, 1, 2]) {
      if (id > 0) await sendByPartition(producer, 100);
      cluster.brokers.get(id)!.terminate();
      await cluster.brokers.get(id)!.exited;
    }
    for (const partition of [0, 1, 2, 3]) expect(cluster.state('test', partition).isr).toEqual([2]);
    cluster.lines.length = 0;
    cluster.startBroker(0);
    cluster.startBroker(1);
    await cluster.ready([0, 1]);
    for (const partition of [0, 1, 2, 3])
      expect(cluster.state('test', partition)).toMatchObject({ leader: -1, isr: [2] });
    cluster.startBroker(2);
    await cluster.ready([2]);
    const admin = await adminOf();
    await vi.waitFor(async () => {
      const offsets = await admin.fetchTopicOffsets('test');
      expect(offsets.map(({ high }) => high)).toEqual(['75', '75', '75', '75']);
    });
    await vi.waitFor(() => {
      for (const partition of [0, 1, 2, 3])
        expect([...cluster.state('test', partition).isr].sort()).toEqual([0, 1, 2]);
    });
  });

  it('register again when their sessions expire', async () => {
    cluster = await TestCluster.start([0, 1, 2]);
    const before = cluster.sessions.get(2)!.sessionId;
    cluster.zooKeeper.expire(before);
    await vi.waitFor(() => {
      expect(cluster.sessions.get(2)!.sessionId).not.toBe(before);
      expect(cluster.zooKeeper.children('/brokers/ids')).toEqual(['0', '1', '2']);
    });
  });
});

describe('a single broker', () => {
  it('handles the requests of an admin client', async () => {
    cluster = await TestCluster.start([0], {
      'default.replication.factor': '1',
      'offsets.topic.replication.factor': '1',
    });
    const admin = await adminOf();
    await admin.createTopics({
      topics: [{ topic: 'a', numPartitions: 2, configEntries: [{ name: 'retention.ms', value: '1000' }] }],
    });
    await admin.createPartitions({ topicPartitions: [{ topic: 'a', count: 3 }] });
    const described = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: 'a', configNames: ['retention.ms', 'min.insync.replicas'] }],
    });
    const entries = described.resources[0]!.configEntries;
    expect(entries.map(({ configName, configValue }) => [configName, configValue])).toEqual([
      ['min.insync.replicas', '1'],
      ['retention.ms', '1000'],
    ]);
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: 2, name: 'a', configEntries: [{ name: 'cleanup.policy', value: 'compact' }] }],
    });
    expect(cluster.zooKeeper.json('/config/topics/a')).toEqual({
      version: 1,
      config: { 'cleanup.policy': 'compact' },
    });
    await expect(admin.createTopics({ topics: [{ topic: 'b', replicationFactor: 2 }] })).rejects.toThrow();
    await admin.deleteTopics({ topics: ['a'] });
    expect(await admin.listTopics()).toEqual([]);
  });

  it('refuses acks=all below min.insync.replicas', async () => {
    cluster = await TestCluster.start([0, 1], {
      'default.replication.factor': '2',
      'min.insync.replicas': '2',
    });
    const producer = await producerOf({ retry: { retries: 2, initialRetryTime: 10 } });
    await producer.send({ topic: 'test', acks: -1, messages: [{ value: 'x' }] });
    cluster.brokers.get(1)!.terminate();
    await cluster.brokers.get(1)!.exited;
    await expect(producer.send({ topic: 'test', acks: -1, messages: [{ value: 'y' }] })).rejects.toThrow(
      /insufficient|in-sync|fewer/i,
    );
    await producer.send({ topic: 'test', acks: 1, messages: [{ value: 'z' }] });
  });

  it('recognises a retry of an idempotent producer', async () => {
    cluster = await TestCluster.start([0], {
      'default.replication.factor': '1',
      'offsets.topic.replication.factor': '1',
      'num.partitions': '1',
    });
    const producer = await producerOf({ idempotent: true, maxInFlightRequests: 1 });
    for (let i = 0; i < 5; i++) await producer.send({ topic: 'test', messages: [{ value: `${i}` }] });
    const admin = await adminOf();
    expect((await admin.fetchTopicOffsets('test'))[0]!.high).toBe('5');
  });
});

async function assignments() {
  const { AssignerProtocol } = await import('kafkajs');
  return {
    parse: (assignment: Buffer): number[] =>
      Object.values(AssignerProtocol.MemberAssignment.decode(assignment)!.assignment).flat(),
  };
}
