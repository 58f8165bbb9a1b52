import { afterEach, describe, expect, it, vi } from 'vitest';
import { resourceTypes } from '../../../../source/embedded/kafka/broker/config/config-resources.ts';
import type { KafkaConnection } from '../../../../source/embedded/kafka/client/kafka-connection.ts';
import { alterConfigs } from '../../../../source/embedded/kafka/messages/alter-configs.ts';
import { createTopics } from '../../../../source/embedded/kafka/messages/create-topics.ts';
import { describeConfigs } from '../../../../source/embedded/kafka/messages/describe-configs.ts';
import { errorName } from '../../../../source/embedded/kafka/messages/errors.ts';
import { incrementalAlterConfigs } from '../../../../source/embedded/kafka/messages/incremental-alter-configs.ts';
import { connectTo, produceTo } from './raw-client.ts';
import { TestCluster } from './test-cluster.ts';

let cluster: TestCluster;
const clients: KafkaConnection[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await cluster.stop();
});

async function client(id = 0): Promise<KafkaConnection> {
  const connection = await connectTo(cluster, id);
  clients.push(connection);
  return connection;
}

/** Sets each name that has a value, and deletes each that has null. */
async function alter(
  id: number,
  resourceName: string,
  values: Record<string, string | null>,
  validateOnly = false,
): Promise<[string, string | null]> {
  const configs = Object.entries(values).map(([name, value]) => ({
    name,
    value,
    configOperation: value === null ? 1 : 0,
  }));
  const { responses } = await (await client(id)).call(incrementalAlterConfigs, {
    resources: [{ resourceType: resourceTypes.broker, resourceName, configs }],
    validateOnly,
  });
  const { errorCode = 0, errorMessage = null } = responses[0] ?? {};
  return [errorName(errorCode), errorMessage];
}

async function described(id: number, resourceName: string, resourceType: number = resourceTypes.broker) {
  const { results } = await (await client(id)).call(describeConfigs, {
    resources: [{ resourceType, resourceName, configurationKeys: null }],
    includeSynonyms: true,
  });
  return results[0]?.configs ?? [];
}

const done = ['NONE', null];

async function topic(name: string, replicationFactor = 1): Promise<void> {
  await (await client()).call(createTopics, {
    topics: [{ name, numPartitions: 1, replicationFactor }],
    timeoutMs: 5000,
  });
}

describe('dynamic settings of brokers', () => {
  it('are stored in ZooKeeper as Kafka stores them, and apply again after a restart', async () => {
    cluster = await TestCluster.start([0, 1]);
    expect(await alter(0, '0', { 'log.cleaner.threads': '2' })).toEqual(done);
    expect(await alter(1, '', { 'log.cleaner.threads': '1', 'message.max.bytes': '5000' })).toEqual(done);
    expect(cluster.zooKeeper.json('/config/brokers/0')).toEqual({
      version: 1,
      config: { 'log.cleaner.threads': '2' },
    });
    expect(cluster.zooKeeper.json('/config/brokers/<default>')).toEqual({
      version: 1,
      config: { 'log.cleaner.threads': '1', 'message.max.bytes': '5000' },
    });
    expect(cluster.zooKeeper.json('/config/changes/config_change_0000000000')).toEqual({
      version: 2,
      entity_path: 'brokers/0',
    });
    expect(cluster.zooKeeper.json('/config/changes/config_change_0000000001')).toEqual({
      version: 2,
      entity_path: 'brokers/<default>',
    });
    for (const connection of clients.splice(0)) connection.close();
    await cluster.restart([0, 1]);
    const find = async (id: number, name: string) =>
      (await described(id, String(id))).find((config) => config.name === name);
    expect(await find(0, 'log.cleaner.threads')).toMatchObject({
      value: '2',
      configSource: 2,
      readOnly: false,
    });
    expect(await find(1, 'log.cleaner.threads')).toMatchObject({ value: '1', configSource: 3 });
    expect(await find(1, 'message.max.bytes')).toMatchObject({
      value: '5000',
      synonyms: [
        { name: 'message.max.bytes', value: '5000', source: 3 },
        { name: 'message.max.bytes', value: '1048588', source: 5 },
      ],
    });
    expect(await find(1, 'num.partitions')).toMatchObject({ readOnly: true, configSource: 4 });
  });

  it('are described at cluster level without the settings of single brokers', async () => {
    cluster = await TestCluster.start([0]);
    expect(await described(0, '')).toEqual([]);
    await alter(0, '0', { 'min.insync.replicas': '1' });
    await alter(0, '', { 'min.insync.replicas': '2' });
    expect(await described(0, '')).toMatchObject([
      {
        name: 'min.insync.replicas',
        value: '2',
        configSource: 3,
        synonyms: [{ name: 'min.insync.replicas', value: '2', source: 3 }],
      },
    ]);
  });

  it('apply on every broker to topics without a setting of their own', async () => {
    cluster = await TestCluster.start([0, 1]);
    await topic('t', 1);
    await alter(1, '', { 'message.max.bytes': '100', 'min.insync.replicas': '2' });
    const led = cluster.state('t', 0).leader;
    const leader = await client(led);
    expect(errorName((await produceTo(leader, 't')).errorCode)).toBe('NOT_ENOUGH_REPLICAS');
    expect(errorName((await produceTo(leader, 't', { acks: 1, count: 50 })).errorCode)).toBe(
      'MESSAGE_TOO_LARGE',
    );
    const config = (await described(led, 't', resourceTypes.topic)).find(
      ({ name }) => name === 'max.message.bytes',
    );
    expect(config).toMatchObject({
      value: '100',
      configSource: 3,
      synonyms: [
        { name: 'message.max.bytes', value: '100', source: 3 },
        { name: 'message.max.bytes', value: '1048588', source: 5 },
      ],
    });
    await alter(0, '', { 'message.max.bytes': null, 'min.insync.replicas': null });
    expect(errorName((await produceTo(leader, 't', { count: 50 })).errorCode)).toBe('NONE');
  });

  it('delete old records when retention is shortened for all brokers', async () => {
    cluster = await TestCluster.start([0], { 'log.retention.check.interval.ms': '20' });
    await topic('t');
    await produceTo(await client(), 't', { count: 3, timestamp: Date.now() - 60_000 });
    await alter(0, '', { 'log.retention.ms': '1000' });
    await vi.waitFor(() =>
      expect(cluster.lines.join('\n')).toContain(
        '[UnifiedLog partition=t-0] Incremented log start offset from 0 to 3 due to segment deletion (1)',
      ),
    );
  });

  it.each([
    ['log.roll.ms', '1000'],
    ['log.segment.bytes', '100'],
  ])('did not reach a log that was open when %s was set for all brokers', async (name, value) => {
    cluster = await TestCluster.start([0], { 'log.retention.check.interval.ms': '20' });
    await topic('t');
    const now = Date.now();
    const leader = await client();
    await produceTo(leader, 't', { timestamp: now - 60_000 });
    await alter(0, '', { [name]: value });
    await produceTo(leader, 't', { timestamp: now });
    // Only a segment of its own can go.
    await alter(0, '', { 'log.retention.ms': '30000' });
    await vi.waitFor(() =>
      expect(cluster.lines.join('\n')).toContain(
        '[UnifiedLog partition=t-0] Incremented log start offset from 0 to 1 due to segment deletion (1)',
      ),
    );
  });

  it('are refused as Kafka refuses them, without being stored', async () => {
    cluster = await TestCluster.start([0]);
    const refused = (message: string) => ['INVALID_REQUEST', message];
    expect(await alter(0, '0', { 'log.dirs': '/tmp' })).toEqual(
      refused('Cannot update these configs dynamically: Set(log.dirs)'),
    );
    expect(await alter(0, '9', { 'log.cleaner.threads': '2' })).toEqual(
      refused('Unexpected broker id, expected 0, but received 9'),
    );
    expect(await alter(0, 'x', { 'log.cleaner.threads': '2' })).toEqual(
      refused('Node id must be an integer, but it is: x'),
    );
    expect(await alter(0, '0', { 'listener.name.plaintext.ssl.key.password': 'secret' })).toEqual([
      'INVALID_CONFIG',
      "Invalid config value for resource ConfigResource(type=BROKER, name='0'): Password encoder secret not configured",
    ]);
    expect(await alter(0, '0', { 'log.cleaner.threads': '2' }, true)).toEqual(done);
    expect(cluster.zooKeeper.json('/config/brokers/0')).toBeUndefined();
  });

  it('are all replaced by AlterConfigs', async () => {
    cluster = await TestCluster.start([0]);
    await alter(0, '0', { 'log.cleaner.threads': '2' });
    const configs = [{ name: 'num.io.threads', value: '9' }];
    const { responses } = await (await client()).call(alterConfigs, {
      resources: [{ resourceType: resourceTypes.broker, resourceName: '0', configs }],
      validateOnly: false,
    });
    expect(responses).toMatchObject([{ errorCode: 0 }]);
    expect(cluster.zooKeeper.json('/config/brokers/0')).toMatchObject({ config: { 'num.io.threads': '9' } });
  });

  it('apply a changed connection limit to the next connection', async () => {
    cluster = await TestCluster.start([0]);
    await client();
    await alter(0, '0', { 'max.connections': '1' });
    await expect(client()).rejects.toThrow();
  });
});
