import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { describeLogDirs } from '../../../../source/embedded/kafka/messages/describe-log-dirs.ts';
import { eventually } from '../../containers/pod-world.ts';
import { connectTo } from './raw-client.ts';
import { TestCluster } from './test-cluster.ts';

const two = { 'log.dirs': '/data/a,/data/b', 'offsets.topic.num.partitions': '1' };

describe('a broker with several log directories', () => {
  let cluster: TestCluster;
  afterEach(() => cluster.stop());

  const places = (id: number) =>
    cluster.logDirectories(id, two).map((one) => ('directory' in one ? one.directory : one.path));

  async function create(topic: string, numPartitions: number, replicationFactor: number): Promise<void> {
    const admin = cluster.kafka().admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor }], waitForLeaders: true });
    await admin.disconnect();
  }

  async function send(topic: string, partition: number): Promise<void> {
    const producer = cluster.kafka({ retry: { retries: 0 } }).producer();
    await producer.connect();
    try {
      await producer.send({ topic, messages: [{ value: 'x', partition }] });
    } finally {
      await producer.disconnect();
    }
  }

  async function described(id: number) {
    const client = await connectTo(cluster, id);
    const { results } = await client.call(describeLogDirs, { topics: null });
    client.close();
    return results.map(({ errorCode, logDir, topics }) => ({
      errorCode,
      logDir,
      replicas: topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex }) => `${name}-${partitionIndex}`),
      ),
    }));
  }

  it('spreads its replicas over them, and finds them after a restart', async () => {
    cluster = await TestCluster.start([0], two);
    await create('t', 4, 1);
    const before = await described(0);
    expect(before).toEqual([
      { errorCode: 0, logDir: '/data/a', replicas: ['t-0', 't-2'] },
      { errorCode: 0, logDir: '/data/b', replicas: ['t-1', 't-3'] },
    ]);
    const [a] = places(0);
    await eventually(
      () => readFileSync(join(a!, 'replication-offset-checkpoint'), 'utf8'),
      (text) => text === '0\n2\nt 0 0\nt 2 0\n',
    );
    await cluster.restart([0], { ...two, 'log.dirs': '/data/a,/data/b' });
    expect(await described(0)).toEqual(before);
  });

  it('continues if one fails: other brokers lead its partitions', async () => {
    cluster = await TestCluster.start([0, 1], two);
    await create('t', 2, 2);
    await create('alone', 2, 1);
    const [a] = places(0);
    renameSync(a!, `${a}-gone`);
    writeFileSync(a!, '');
    await eventually(
      () => cluster.lines.join('\n'),
      (lines) => lines.includes('[ReplicaManager broker=0] Stopped serving replicas in dir /data/a'),
      10_000,
    );
    const [failed, works] = await described(0);
    expect(failed).toEqual({ errorCode: 56, logDir: '/data/a', replicas: [] });
    expect(works!.errorCode).toBe(0);
    await eventually(
      () => cluster.state('t', 0),
      ({ leader, isr }) => leader === 1 && !isr.includes(0),
    );
    await send('t', 0);
  });

  it('starts without one that is unusable, and serves its replicas again when it is back', async () => {
    cluster = await TestCluster.start([0], two);
    await create('t', 1, 1);
    await create('u', 1, 1);
    await send('t', 0);
    const [a] = places(0);
    await eventually(
      () => readFileSync(join(a!, 'replication-offset-checkpoint'), 'utf8'),
      (text) => text.includes('t 0 '),
    );
    const stop = async () => {
      const broker = cluster.brokers.get(0)!;
      broker.terminate();
      await broker.exited;
      cluster.lines.length = 0;
    };
    await stop();
    renameSync(a!, `${a}-kept`);
    writeFileSync(a!, '');
    cluster.startBroker(0, two);
    await cluster.ready([0]);
    expect(cluster.lines.join('\n')).toContain('Failed to create or validate data directory /data/a');
    expect(cluster.state('t', 0).leader).toBe(-1);
    await send('u', 0);
    await stop();
    rmSync(a!);
    renameSync(`${a}-kept`, a!);
    cluster.startBroker(0, two);
    await cluster.ready([0]);
    await eventually(
      () => cluster.state('t', 0).leader,
      (leader) => leader === 0,
    );
    const admin = cluster.kafka().admin();
    await admin.connect();
    expect(await admin.fetchTopicOffsets('t')).toContainEqual(
      expect.objectContaining({ partition: 0, high: '1' }),
    );
    await admin.disconnect();
  });

  it('exits if none is usable', async () => {
    cluster = await TestCluster.start([]);
    for (const place of places(0)) {
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, '');
    }
    const broker = cluster.startBroker(0, two);
    expect(await broker.exited).toEqual({ exitCode: 1 });
    expect(cluster.lines.at(-1)).toContain(
      'FATAL Shutdown broker because none of the specified log dirs from /data/a, /data/b can be created or validated',
    );
  });

  it('does not start if the directories belong to different brokers', async () => {
    cluster = await TestCluster.start([0], two);
    const [a, b] = places(0);
    cluster.brokers.get(0)!.kill();
    await cluster.brokers.get(0)!.exited;
    const owner = readFileSync(join(a!, 'meta.properties'), 'utf8');
    writeFileSync(join(b!, 'meta.properties'), owner.replace('broker.id=0', 'broker.id=7'));
    cluster.lines.length = 0;
    expect(await cluster.startBroker(0, two).exited).toEqual({ exitCode: 1 });
    expect(cluster.lines.join('\n')).toContain(
      'kafka.common.InconsistentBrokerMetadataException: BrokerMetadata is not consistent across log.dirs.',
    );
  });
});
