import { afterEach, expect, test, vi } from 'vitest';
import { mostAutoCreations } from '../../../../../source/embedded/kafka/broker/requests/auto-create-topic.ts';
import type { KafkaConnection } from '../../../../../source/embedded/kafka/client/kafka-connection.ts';
import { errorCodes } from '../../../../../source/embedded/kafka/messages/errors.ts';
import { metadata } from '../../../../../source/embedded/kafka/messages/metadata.ts';
import { connectTo } from '../raw-client.ts';
import { TestCluster } from '../test-cluster.ts';

let cluster: TestCluster;
let connection: KafkaConnection;

afterEach(async () => {
  connection.close();
  await cluster.stop();
});

async function start(properties: Record<string, string>): Promise<void> {
  cluster = await TestCluster.start([0], {
    'num.partitions': '1',
    'default.replication.factor': '1',
    ...properties,
  });
  connection = await connectTo(cluster);
}

async function errorsOf(names: readonly string[], allowAutoTopicCreation = true): Promise<number[]> {
  const topics = names.map((name) => ({ topicId: 'AAAAAAAAAAAAAAAAAAAAAA', name }));
  const answer = await connection.call(metadata, {
    topics,
    allowAutoTopicCreation,
    includeClusterAuthorizedOperations: false,
    includeTopicAuthorizedOperations: false,
  });
  return answer.topics.map(({ errorCode }) => errorCode);
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `auto-${index}`);
const warnings = () => cluster.lines.filter((line) => line.includes('Auto topic creation failed'));

test('a request for thousands of unknown topics creates a few; the next one creates more', async () => {
  await start({});
  const asked = names(5000);
  const missing = async () => (await errorsOf(asked, false)).filter((code) => code !== 0).length;
  expect(new Set(await errorsOf(asked))).toEqual(new Set([errorCodes.LEADER_NOT_AVAILABLE]));
  await vi.waitFor(async () => expect(await missing()).toBe(5000 - mostAutoCreations), { timeout: 8000 });
  // Metadata for another topic creates it, once these are done.
  await errorsOf(['other']);
  await vi.waitFor(async () => expect(await errorsOf(['other'], false)).toEqual([0]), { timeout: 8000 });
  expect(await missing()).toBe(5000 - mostAutoCreations);
  await errorsOf(asked);
  await vi.waitFor(async () => expect(await missing()).toBe(5000 - 2 * mostAutoCreations), { timeout: 8000 });
  expect(warnings()).toEqual([]);
}, 30_000);

test('unknown topics that do not fit into the cluster are refused at once, with a single log line', async () => {
  await start({ 'num.partitions': '4001' });
  expect(new Set(await errorsOf(names(3000)))).toEqual(new Set([errorCodes.INVALID_PARTITIONS]));
  expect(warnings()).toHaveLength(1);
  expect(warnings()[0]).toContain('auto-9 and 2990 more: this cluster has at most 4000 partitions');
});

test('topics that fail one after the other are logged in a single line', async () => {
  await start({ 'num.partitions': '1500' });
  await errorsOf(names(20));
  await vi.waitFor(() => expect(warnings()).toHaveLength(1), { timeout: 15_000 });
  expect(warnings()[0]).toContain('auto-2, auto-3');
  expect(warnings()[0]).toContain('and 8 more: the first because:');
}, 20_000);

test('too few brokers for thousands of unknown topics are logged in a single line', async () => {
  await start({ 'default.replication.factor': '3' });
  expect(new Set(await errorsOf(names(3000)))).toEqual(new Set([errorCodes.INVALID_REPLICATION_FACTOR]));
  const lines = cluster.lines.filter((line) => line.includes('Number of alive brokers'));
  expect(lines).toHaveLength(1);
});
