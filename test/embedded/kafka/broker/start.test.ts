import { afterEach, describe, expect, it, vi } from 'vitest';
import { TestCluster } from './test-cluster.ts';

let cluster: TestCluster;

afterEach(() => cluster.stop());

const log = () => cluster.lines.join('\n');

describe('a broker that cannot start exits with code 1 and logs the cause', () => {
  it('when ZooKeeper does not answer in time', async () => {
    cluster = await TestCluster.start([]);
    cluster.unreachable = true;
    const broker = cluster.startBroker(0, { 'zookeeper.connection.timeout.ms': '50' });
    expect(await broker.exited).toEqual({ exitCode: 1 });
    expect(log()).toContain(
      'ZooKeeperClientTimeoutException: Timed out waiting for connection while in state: CONNECTING',
    );
  });

  it('when a setting is not a number', async () => {
    cluster = await TestCluster.start([]);
    expect(await cluster.startBroker(0, { 'num.partitions': 'four' }).exited).toEqual({ exitCode: 1 });
    expect(log()).toContain('Invalid value four for configuration num.partitions');
  });

  it('when its data belongs to another cluster', async () => {
    cluster = await TestCluster.start([0]);
    cluster.brokers.get(0)!.terminate();
    await cluster.brokers.get(0)!.exited;
    cluster.zooKeeper.nodes.delete('/cluster/id');
    expect(await cluster.startBroker(0).exited).toEqual({ exitCode: 1 });
    expect(log()).toMatch(
      /InconsistentClusterIdException: The Cluster ID \S+ doesn't match stored clusterId/,
    );
  });

  it('when its id is still registered by a session that has not expired', async () => {
    cluster = await TestCluster.start([0]);
    const { sessionId } = cluster.sessions.get(0)!;
    cluster.brokers.get(0)!.kill();
    expect(await cluster.startBroker(0).exited).toEqual({ exitCode: 1 });
    expect(log()).toContain('node /brokers/ids/0 already exists');
    cluster.zooKeeper.expire(sessionId);
    cluster.lines.length = 0;
    cluster.startBroker(0);
    await cluster.ready([0]);
  });
});

it('a broker started although another had registered its address: now it is refused, as in Kafka', async () => {
  cluster = await TestCluster.start([0, 1]);
  const registered = cluster.zooKeeper.nodes.get('/brokers/ids/1')!.data.toString();
  const taken = registered.replaceAll('kafka-1.kafka-service', 'kafka-2.kafka-service');
  cluster.zooKeeper.nodes.get('/brokers/ids/1')!.data = Buffer.from(taken);
  expect(await cluster.startBroker(2).exited).toEqual({ exitCode: 1 });
  expect(log()).toContain(
    'java.lang.IllegalArgumentException: requirement failed: Configured end points kafka-2.kafka-service:9092 in advertised listeners are already registered by broker 1',
  );
  expect(cluster.zooKeeper.children('/brokers/ids')).toEqual(['0', '1']);
});

describe('a broker that stops', () => {
  it('leaves no node in ZooKeeper that names it', async () => {
    cluster = await TestCluster.start([0, 1]);
    cluster.brokers.get(0)!.terminate();
    expect(await cluster.brokers.get(0)!.exited).toEqual({ exitCode: 143 });
    expect(cluster.zooKeeper.children('/brokers/ids')).toEqual(['1']);
  });

  it('can be terminated before it has started', async () => {
    cluster = await TestCluster.start([]);
    const broker = cluster.startBroker(0);
    broker.terminate();
    expect(await broker.exited).toEqual({ exitCode: 143 });
    await vi.waitFor(() => expect(cluster.zooKeeper.live.size).toBe(0));
  });
});

it('keeps clusters apart that use different paths in ZooKeeper', async () => {
  cluster = await TestCluster.start([0]);
  const { id } = cluster.zooKeeper.json('/cluster/id') as { id: string };
  expect(cluster.registry.cluster('zookeeper:2181', id)).not.toBe(
    cluster.registry.cluster('zookeeper:2181/other', id),
  );
});
