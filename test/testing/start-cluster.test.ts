import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Kafka, KafkaJSError, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startClusterFrom } from '../../source/testing/start-cluster.ts';
import type { ClusterOptions, TestCluster } from '../../source/testing/test-cluster.ts';

const dist = join(process.cwd(), 'dist');
const start = (options: ClusterOptions = {}) => startClusterFrom(dist, options);

const leaderOf = async ({ bootstrap }: TestCluster, topic: string): Promise<number> => {
  // kafkajs may contact the paused broker.
  const kafka = new Kafka({ brokers: [bootstrap], requestTimeout: 500, logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]!.partitions[0]!.leader;
  } finally {
    await admin.disconnect();
  }
};

/** Whether Kafka responds there. The port of a stopped broker stays reserved, and resets connections. */
async function answers(address: string): Promise<boolean> {
  const kafka = new Kafka({ brokers: [address], retry: { retries: 0 }, logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  try {
    await admin.connect();
    return true;
  } catch (error) {
    if (error instanceof KafkaJSError) return false;
    throw error;
  } finally {
    await admin.disconnect();
  }
}

describe('a cluster for a test', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await start({
      brokers: 3,
      topics: ['a', { name: 'b', partitions: 4, replicationFactor: 1, config: { 'retention.ms': '1000' } }],
    });
  });
  afterAll(() => cluster.stop());

  it('has its brokers and topics when it is returned', async () => {
    const admin = new Kafka({ brokers: [cluster.bootstrap] }).admin();
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: ['a', 'b'] });
    const { brokers } = await admin.describeCluster();
    await admin.disconnect();
    const replicas = topics.map(({ name, partitions }) => [
      name,
      partitions.map((each) => each.replicas.length),
    ]);
    expect(Object.fromEntries(replicas)).toEqual({ a: [3], b: [1, 1, 1, 1] });
    const addresses = brokers.sort((a, b) => a.nodeId - b.nodeId).map(({ host, port }) => `${host}:${port}`);
    expect(addresses).toEqual(cluster.brokers.map(({ address }) => address));
  });

  it('elects another leader for the partition of a killed one, and takes the broker back with its port', async () => {
    const id = await leaderOf(cluster, 'a');
    const broker = cluster.brokers[id]!;
    await broker.kill();
    await expect(answers(broker.address)).resolves.toBe(false);
    await vi.waitFor(async () => expect(await leaderOf(cluster, 'a')).not.toBe(id), { timeout: 15_000 });
    await broker.start();
    await expect(answers(broker.address)).resolves.toBe(true);
  });

  it('restarts a broker that was shut down', async () => {
    const [broker] = cluster.brokers;
    await broker!.stop();
    await expect(answers(broker!.address)).resolves.toBe(false);
    await broker!.start();
    await expect(answers(broker!.address)).resolves.toBe(true);
  });

  it('lacks a paused broker until it is resumed', async () => {
    const id = await leaderOf(cluster, 'a');
    await cluster.brokers[id]!.pause();
    const others = cluster.brokers.filter((broker) => broker.id !== id);
    await vi.waitFor(
      async () => {
        const [other] = others;
        expect(await leaderOf({ ...cluster, bootstrap: other!.address }, 'a')).not.toBe(id);
      },
      { timeout: 15_000 },
    );
    await cluster.brokers[id]!.resume();
  });

  it('reports a fault that does not apply', async () => {
    const [broker] = cluster.brokers;
    await expect(broker!.resume()).rejects.toThrow('resume: broker `0` is running');
    await expect(broker!.start()).rejects.toThrow('start: broker `0` is running');
  });
});

describe('the start of a cluster', () => {
  it("fails with Kafka's message about a setting, and leaves nothing behind", async () => {
    await expect(start({ config: { 'num.io.threads': 'x' } })).rejects.toThrow(
      'Invalid value x for configuration num.io.threads',
    );
  });

  it("fails with Kafka's message about a topic", async () => {
    const topics = [{ name: 'a', config: { 'cleanup.policy': 'burn' } }];
    await expect(start({ topics })).rejects.toThrow('topic `a` was not created');
  });

  it('fails when its time is up', async () => {
    await expect(start({ timeoutMs: 1 })).rejects.toThrow('the cluster did not start within 1 ms');
  });

  it('can run in parallel, and stop leaves no file and no port', async () => {
    const clusters = await Promise.all([start(), start(), start()]);
    expect(new Set(clusters.map(({ bootstrap }) => bootstrap)).size).toBe(3);
    await Promise.all(clusters.map((cluster) => cluster.stop()));
    await clusters[0]!.stop();
    for (const { kubeconfig, bootstrap } of clusters) {
      expect(existsSync(dirname(kubeconfig))).toBe(false);
      await expect(answers(bootstrap)).resolves.toBe(false);
    }
  });
});

describe('a test process that exits without stop', () => {
  const script = (end: string) =>
    `import { startCluster } from ${JSON.stringify(pathToFileURL(join(dist, 'testing.js')).href)};
    const cluster = await startCluster();
    process.stdout.write(JSON.stringify(cluster) + '\\n');
    ${end}`;

  it.each([
    ['a kill', 'setInterval(() => {}, 1_000);', true],
    ['the end of its work', '', false],
  ])('ends its cluster: %s', async (_, end, kill) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script(end)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const [line] = (await once(child.stdout!, 'data')) as [Buffer];
    const { kubeconfig, bootstrap } = JSON.parse(line.toString()) as TestCluster;
    if (kill) child.kill('SIGKILL');
    await exited;
    await vi.waitFor(
      async () => {
        expect(existsSync(dirname(kubeconfig))).toBe(false);
        expect(await answers(bootstrap)).toBe(false);
      },
      { timeout: 15_000 },
    );
  });
});
