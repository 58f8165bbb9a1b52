import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { resourceTypes } from '../../../../../source/embedded/kafka/broker/config/config-resources.ts';
import { createTopics } from '../../../../../source/embedded/kafka/messages/create-topics.ts';
import { errorCodes } from '../../../../../source/embedded/kafka/messages/errors.ts';
import { incrementalAlterConfigs } from '../../../../../source/embedded/kafka/messages/incremental-alter-configs.ts';
import { connectTo, produceTo } from '../raw-client.ts';
import { TestCluster } from '../test-cluster.ts';

let cluster: TestCluster;

beforeEach(async () => {
  cluster = await TestCluster.start([0], {
    'default.replication.factor': '1',
    'log.cleaner.backoff.ms': '20',
    'offsets.topic.replication.factor': '1',
  });
});
afterEach(() => cluster.stop());

it('a compacted topic keeps the latest value of each key, and refuses records without a key', async () => {
  const kafka = cluster.kafka();
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: [
      {
        topic: 'latest',
        numPartitions: 1,
        configEntries: [
          { name: 'cleanup.policy', value: 'compact' },
          { name: 'segment.bytes', value: '1000' },
          { name: 'min.cleanable.dirty.ratio', value: '0.01' },
        ],
      },
    ],
  });
  const producer = kafka.producer();
  await producer.connect();
  for (let i = 0; i < 60; i++)
    await producer.send({ topic: 'latest', messages: [{ key: `k${i % 4}`, value: `v${i}` }] });
  const client = await connectTo(cluster);
  expect(await produceTo(client, 'latest')).toMatchObject({
    errorCode: errorCodes.INVALID_RECORD,
    errorMessage: 'Compacted topic cannot accept message without key in topic partition latest-0.',
  });
  client.close();
  await producer.disconnect();
  await vi.waitFor(
    () =>
      expect(cluster.lines.join('\n')).toMatch(
        /Log latest-0 cleaned: \d+ bytes freed \(kafka\.log\.LogCleaner\)/,
      ),
    { timeout: 5000 },
  );
  const consumer = kafka.consumer({ groupId: 'g', maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic: 'latest', fromBeginning: true });
  const seen: string[] = [];
  await consumer.run({
    eachMessage: async ({ message }) => {
      seen.push(`${message.offset}:${message.key}=${message.value}`);
    },
  });
  await vi.waitFor(() => expect(seen.at(-1)).toBe('59:k3=v59'), { timeout: 8000 });
  expect(seen.length).toBeLessThan(40);
  const latest = new Map(seen.map((one) => one.slice(one.indexOf(':') + 1).split('=') as [string, string]));
  expect(latest).toEqual(new Map([0, 1, 2, 3].map((i) => [`k${i}`, `v${56 + i}`])));
  await consumer.disconnect();
  expect((await admin.fetchTopicOffsets('latest'))[0]).toMatchObject({ low: '0', high: '60' });
  await admin.disconnect();
});

it('segments grew by the old segment.ms after a topic with an open log became compacted, so that nothing was ever cleaned', async () => {
  const client = await connectTo(cluster);
  await client.call(createTopics, {
    topics: [{ name: 'altered', numPartitions: 1, replicationFactor: 1 }],
    timeoutMs: 1000,
  });
  const producer = cluster.kafka().producer();
  await producer.connect();
  const begin = Date.now() - 60_000;
  const send = (seconds: number) =>
    producer.send({
      topic: 'altered',
      messages: [{ key: 'k', value: `v${seconds}`, timestamp: String(begin + seconds * 1000) }],
    });
  for (const seconds of [0, 5]) await send(seconds);
  const values = {
    'cleanup.policy': 'compact',
    'segment.ms': '1000',
    'min.cleanable.dirty.ratio': '0.01',
  };
  await client.call(incrementalAlterConfigs, {
    resources: [
      {
        resourceType: resourceTypes.topic,
        resourceName: 'altered',
        configs: Object.entries(values).map(([name, value]) => ({ name, value, configOperation: 0 })),
      },
    ],
    validateOnly: false,
  });
  await send(10);
  await vi.waitFor(() => expect(cluster.lines.join('\n')).toMatch(/Log altered-0 cleaned: \d+ bytes freed/), {
    timeout: 5000,
  });
  await producer.disconnect();
  client.close();
});
