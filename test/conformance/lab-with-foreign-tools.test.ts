import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedCluster, serveCluster } from '../serve-cluster.ts';
import { has, runTool } from './tools.ts';

const hasKubectl = has('kubectl');
const hasKcat = has('kcat');

describe.skipIf(!hasKubectl)('the lab with the real kubectl', () => {
  let cluster: ServedCluster;
  beforeAll(async () => {
    cluster = await serveCluster();
  });
  afterAll(() => cluster.close());

  const kubectl = (...args: string[]) => runTool('kubectl', args, { env: cluster.env });

  it('lists five nodes', async () => {
    const { stdout } = await kubectl('get', 'nodes', '--no-headers');
    expect(stdout.trim().split('\n')).toHaveLength(5);
    expect(stdout.match(/ Ready /g)).toHaveLength(5);
  });

  it('applies kafka.yml, and brings up ZooKeeper and three brokers in order', async () => {
    const applied = await kubectl('apply', '-f', 'manifests/kafka.yml');
    expect(applied.stdout.trim().split('\n')).toEqual([
      'service/zookeeper-service created',
      'service/kafka-service created',
      'statefulset.apps/zookeeper created',
      'statefulset.apps/kafka created',
    ]);
    const rollout = await kubectl('rollout', 'status', 'statefulset/kafka', '--timeout=30s');
    expect(rollout.stderr + rollout.stdout).toContain('complete');
    const again = await kubectl('apply', '-f', 'manifests/kafka.yml');
    // kubectl compares whole claim templates with those that the server has defaulted, so the only StatefulSet with such templates is reported
    // as configured, here as on any cluster.
    expect(again.stdout.match(/unchanged/g)?.length).toBeGreaterThanOrEqual(3);
    expect(again.stdout).not.toContain('created');
    const pods = await kubectl('get', 'pods', '-o', 'name');
    expect(pods.stdout.trim().split('\n')).toEqual([
      'pod/kafka-0',
      'pod/kafka-1',
      'pod/kafka-2',
      'pod/zookeeper-0',
    ]);
  });

  it('finds the brokers in ZooKeeper through exec, and returns exit codes', async () => {
    await expect
      .poll(
        async () =>
          (
            await kubectl(
              'exec',
              'zookeeper-0',
              '--',
              'zookeeper-shell',
              'localhost:2181',
              'ls',
              '/brokers/ids',
            )
          ).stdout,
        { timeout: 20_000 },
      )
      .toContain('[0, 1, 2]');
    expect((await kubectl('exec', 'kafka-0', '--', 'sh', '-c', 'exit 3')).code).toBe(3);
    expect((await kubectl('exec', 'kafka-1', '--', 'hostname')).stdout).toBe('kafka-1\n');
  });

  it('reads logs', async () => {
    const { stdout } = await kubectl('logs', 'kafka-0', '--tail=500');
    expect(stdout).toContain('started (kafka.server.KafkaServer)');
  });

  it.skipIf(!hasKcat)('lists metadata, produces and consumes 5,000 messages exactly with kcat', async () => {
    const kcat = (args: string[], input?: string) =>
      runTool('kcat', ['-b', cluster.bootstrap, ...args], input === undefined ? {} : { input });
    const sent = Array.from({ length: 5_000 }, (_, index) => `message ${index}`);
    const produced = await kcat(['-P', '-t', 'from-kcat'], sent.join('\n'));
    expect(produced.code, produced.stderr).toBe(0);
    const consumed = await kcat(['-C', '-t', 'from-kcat', '-o', 'beginning', '-e', '-q']);
    expect(consumed.code, consumed.stderr).toBe(0);
    const received = consumed.stdout.trim().split('\n');
    expect(received).toHaveLength(5_000);
    expect(new Set(received)).toEqual(new Set(sent));
    const metadata = JSON.parse((await kcat(['-L', '-J'])).stdout) as {
      brokers: unknown[];
      topics: { topic: string; partitions: { isrs: unknown[] }[] }[];
    };
    expect(metadata.brokers).toHaveLength(3);
    const topic = metadata.topics.find((entry) => entry.topic === 'from-kcat');
    expect(topic?.partitions.map((partition) => partition.isrs.length)).toEqual([3, 3, 3, 3]);
  });

  it('deletes what it applied', async () => {
    const deleted = await kubectl('delete', '-f', 'manifests/kafka.yml', '--timeout=30s');
    expect(deleted.code, deleted.stderr).toBe(0);
    await expect
      .poll(async () => (await kubectl('get', 'pods', '-o', 'name')).stdout, { timeout: 20_000 })
      .toBe('');
  });
});
