import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTopics } from '../../../../../source/embedded/kafka/messages/create-topics.ts';
import { connectTo, produceTo } from '../raw-client.ts';
import { TestCluster } from '../test-cluster.ts';

let cluster: TestCluster;

beforeEach(async () => {
  cluster = await TestCluster.start([0], {
    'default.replication.factor': '1',
    'log.retention.check.interval.ms': '20',
  });
});
afterEach(() => cluster.stop());

const topic = (name: string, config: Record<string, string>) => ({
  name,
  numPartitions: 1,
  replicationFactor: 1,
  configs: Object.entries(config).map(([name, value]) => ({ name, value })),
});

it('drops records older than retention.ms, but no younger ones and none of compacted topics', async () => {
  const client = await connectTo(cluster);
  await client.call(createTopics, {
    topics: [
      topic('old', { 'retention.ms': '1000' }),
      topic('young', { 'retention.ms': '3600000' }),
      topic('for.ever', { 'retention.ms': '-1' }),
      topic('compacted', { 'retention.ms': '1000', 'cleanup.policy': 'compact' }),
    ],
    timeoutMs: 1000,
  });
  const hourAgo = Date.now() - 3_000_000;
  const producer = cluster.kafka().producer();
  await producer.connect();
  for (const key of ['a', 'b', 'c'])
    await producer.send({ topic: 'compacted', messages: [{ key, value: 'v', timestamp: String(hourAgo) }] });
  await producer.disconnect();
  for (const name of ['young', 'for.ever', 'old'])
    await produceTo(client, name, { count: 3, timestamp: hourAgo });
  const admin = cluster.kafka().admin();
  await admin.connect();
  const offsets = async (name: string) => {
    const [{ low, high } = { low: '', high: '' }] = await admin.fetchTopicOffsets(name);
    return [low, high];
  };
  await vi.waitFor(async () => expect(await offsets('old')).toEqual(['3', '3']), { timeout: 5000 });
  for (const name of ['young', 'for.ever', 'compacted']) expect(await offsets(name)).toEqual(['0', '3']);
  expect(cluster.lines.join('\n')).toContain(
    '[UnifiedLog partition=old-0] Incremented log start offset from 0 to 3 due to segment deletion (1)',
  );
  expect(await produceTo(client, 'old', { timestamp: Date.now() })).toMatchObject({ baseOffset: 3 });
  // A retention that is shortened later applies too.
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: 2, name: 'for.ever', configEntries: [{ name: 'retention.ms', value: '1000' }] }],
  });
  await vi.waitFor(async () => expect(await offsets('for.ever')).toEqual(['3', '3']), { timeout: 5000 });
  await admin.disconnect();
  client.close();
});

it('drops hundreds of small segments in one round', async () => {
  const client = await connectTo(cluster);
  await client.call(createTopics, {
    topics: [topic('small', { 'segment.bytes': '14', 'retention.ms': '-1' })],
    timeoutMs: 1000,
  });
  for (let index = 0; index < 250; index++) await produceTo(client, 'small', { count: 1, timestamp: 1 });
  const admin = cluster.kafka().admin();
  await admin.connect();
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: 2, name: 'small', configEntries: [{ name: 'retention.ms', value: '1000' }] }],
  });
  await vi.waitFor(async () =>
    expect(await admin.fetchTopicOffsets('small')).toMatchObject([{ low: '250', high: '250' }]),
  );
  expect(cluster.lines.filter((line) => /due to segment deletion/.test(line))).toHaveLength(3);
  await admin.disconnect();
  client.close();
});
