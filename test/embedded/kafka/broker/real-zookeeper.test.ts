import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { afterEach, expect, it, vi } from 'vitest';
import { ClusterRegistry } from '../../../../source/embedded/kafka/broker/cluster/cluster-registry.ts';
import { startBroker } from '../../../../source/embedded/kafka/broker/start.ts';
import type { RunningBroker } from '../../../../source/embedded/kafka/broker-api.ts';
import { InProcessNetwork } from '../../../../source/embedded/network/in-process-network.ts';
import { LoopbackListeners } from '../../../../source/embedded/network/loopback-listeners.ts';
import { connectZooKeeper } from '../../../../source/embedded/zookeeper/client/client.ts';
import {
  type RunningZooKeeper,
  startZooKeeper,
} from '../../../../source/embedded/zookeeper/server/server.ts';

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';

const zooKeeperIp = '10.244.1.2';
const brokerIp = (id: number) => `10.244.1.${id + 10}`;

let network: InProcessNetwork;
let outside: LoopbackListeners;
let registry: ClusterRegistry;
let directory: string;
let lines: string[];
const brokers: RunningBroker[] = [];
const zooKeepers: RunningZooKeeper[] = [];

async function setUp(): Promise<void> {
  network = new InProcessNetwork();
  outside = await LoopbackListeners.reserve();
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-real-'));
  registry = new ClusterRegistry({ directory: join(directory, 'registry') });
  lines = [];
}

afterEach(async () => {
  for (const broker of brokers.splice(0)) {
    broker.kill();
    await broker.exited;
  }
  for (const server of zooKeepers.splice(0)) {
    server.kill();
    await server.exited;
  }
  await outside.close();
  registry.close();
  rmSync(directory, { recursive: true, force: true });
});

function zooKeeper(tickTime = 2000, keepsData = true): RunningZooKeeper {
  const kept = keepsData ? { dataDirectory: join(directory, 'zookeeper') } : {};
  const server = startZooKeeper(
    { clientPort: 2181, tickTime, ...kept },
    { podIp: zooKeeperIp, network, outside, log: () => {} },
  );
  zooKeepers.push(server);
  return server;
}

function broker(id: number, properties: Record<string, string> = {}): RunningBroker {
  const started = startBroker(
    {
      brokerId: id,
      zookeeperConnect: `${zooKeeperIp}:2181/lab`,
      listeners: [{ name: 'PLAINTEXT', host: '0.0.0.0', port: 9092 }],
      advertisedListeners: [{ name: 'PLAINTEXT', host: brokerIp(id), port: 9092 }],
      properties: { 'num.partitions': '4', 'default.replication.factor': '3', ...properties },
      logDirectories: [{ path: '/var/lib/kafka/data', directory: join(directory, `data-${id}`) }],
    },
    { podIp: brokerIp(id), network, outside, connectZooKeeper, log: (line) => lines.push(line) },
    registry,
  );
  brokers.push(started);
  return started;
}

const started = (count: number) =>
  vi.waitFor(
    () => expect(lines.filter((line) => line.includes('] started (')).length, lines.join('\n')).toBe(count),
    {
      timeout: 8000,
    },
  );

async function send(count: number): Promise<void> {
  const kafka = new Kafka({
    brokers: [`127.0.0.1:${outside.bootstrapPort}`],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 30, maxRetryTime: 300, retries: 30 },
  });
  const producer = kafka.producer();
  await producer.connect();
  for (let i = 0; i < count; i++)
    await producer.send({ topic: 'test', acks: -1, messages: [{ value: `${i}` }] });
  await producer.disconnect();
}

it('brokers that start before their ZooKeeper wait for it, and then serve', async () => {
  await setUp();
  for (const id of [0, 1, 2]) broker(id);
  await vi.waitFor(() =>
    expect(lines.filter((line) => line.includes('Connecting to zookeeper'))).toHaveLength(3),
  );
  zooKeeper();
  await started(3);
  await send(20);
});

it('brokers and controller survive a restart of ZooKeeper', async () => {
  await setUp();
  const first = zooKeeper();
  for (const id of [0, 1, 2]) broker(id);
  await started(3);
  await send(5);
  first.terminate();
  await first.exited;
  await send(5);
  zooKeeper();
  brokers[2]!.terminate();
  await brokers[2]!.exited;
  await send(5);
  expect(lines.join('\n')).toContain('Controlled shutdown request returned successfully');
});

it('a killed broker loses its leaderships when ZooKeeper expires its session', async () => {
  await setUp();
  zooKeeper(100);
  for (const id of [0, 1, 2]) broker(id, { 'zookeeper.session.timeout.ms': '400' });
  await started(3);
  await send(5);
  brokers[0]!.kill();
  await send(40);
  expect(lines.join('\n')).toMatch(/deleted brokers: 0/);
});

it('brokers terminate in time although ZooKeeper is gone for good', async () => {
  await setUp();
  const server = zooKeeper();
  for (const id of [0, 1, 2]) broker(id);
  await started(3);
  server.kill();
  await server.exited;
  network.detach(zooKeeperIp);
  const began = performance.now();
  for (const one of brokers) one.terminate();
  for (const one of brokers) expect(await one.exited).toEqual({ exitCode: 143 });
  expect(performance.now() - began).toBeLessThan(8000);
});

it('brokers register again in a ZooKeeper that lost its data; after a restart a broker refuses data of another cluster', async () => {
  await setUp();
  const first = zooKeeper(100, false);
  for (const id of [0, 1, 2]) broker(id, { 'zookeeper.session.timeout.ms': '400' });
  await started(3);
  await send(5);
  // The broker whose session came first is the controller.
  const elected = Number(/\[Controller id=(\d)\] \d successfully elected/.exec(lines.join('\n'))![1]);
  brokers[elected]!.terminate();
  await brokers[elected]!.exited;
  await vi.waitFor(() => expect(lines.join('\n')).toContain('Epoch incremented to 2'));
  first.kill();
  await first.exited;
  zooKeeper(100, false);
  await vi.waitFor(() => expect(lines.filter((line) => line.includes('Registered broker'))).toHaveLength(5), {
    timeout: 8000,
  });
  broker(elected, { 'zookeeper.session.timeout.ms': '400' });
  expect(await brokers[3]!.exited).toEqual({ exitCode: 1 });
  expect(lines.join('\n')).toContain('InconsistentClusterIdException');
});
