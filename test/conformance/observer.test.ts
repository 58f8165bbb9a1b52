import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runKubectl } from '../../source/cluster/kubectl/run-kubectl.ts';
import { createObserver } from '../../source/cluster/kubernetes/observer.ts';
import { type ServedCluster, serveCluster } from '../serve-cluster.ts';

/** The app's own observer, against the embedded cluster through its API only. */
describe('the observer', () => {
  let cluster: ServedCluster;
  let observer: ReturnType<typeof createObserver>;
  const signal = AbortSignal.timeout(55_000);

  beforeAll(async () => {
    cluster = await serveCluster();
    observer = createObserver({
      kubeconfig: cluster.kubeconfig,
      context: 'kafka-lab',
      namespace: 'default',
      facts: {
        topic: 'test',
        zookeeperPod: 'zookeeper-0',
        brokerPod: 'kafka-0',
        producerSelector: 'app=ece573-prj05-producer',
        consumerSelector: 'app=ece573-prj05-consumer',
        groupId: 'test-group',
        brokerPort: 9092,
        zookeeperPort: 2181,
      },
    });
  });
  afterAll(async () => {
    await observer?.close();
    await cluster?.close();
  });

  const kubectl = async (...argv: string[]): Promise<string> => {
    let printed = '';
    await runKubectl(argv, {
      kubeconfig: cluster.kubeconfig,
      context: 'kafka-lab',
      namespace: 'default',
      directory: 'manifests',
      output: (_, text) => {
        printed += text;
      },
      signal,
    });
    return printed;
  };

  it('sees nothing of Kafka before it runs, and its requests create no topic', async () => {
    expect(await observer.look('brokers', signal)).toEqual([]);
    expect(await observer.counts(signal)).toMatchObject({
      endOffsets: [],
      producers: [],
      consumers: [],
      owners: {},
    });
    expect(await kubectl('apply', '-f', 'kafka.yml')).toContain('statefulset.apps/kafka created');
    await expect.poll(() => observer.look('brokers', signal), { timeout: 20_000 }).toHaveLength(3);
    expect(await observer.counts(signal)).toMatchObject({ endOffsets: [], owners: {} });
    expect(await observer.look('topics', signal)).toEqual([]);
  });

  it('sees a topic and its end offsets through the port-forward, by the advertised names of the brokers', async () => {
    const topics = ['exec', 'kafka-0', '--', 'kafka-topics', '--bootstrap-server', 'localhost:9092'];
    await kubectl(...topics, '--create', '--topic', 'test', '--partitions', '4', '--replication-factor', '3');
    await expect
      .poll(async () => (await observer.look('topics', signal)).map(({ name }) => name), { timeout: 10_000 })
      .toEqual(['test']);
    const [topic] = await observer.look('topics', signal);
    expect(topic?.partitions.map(({ isr }) => isr.length)).toEqual([3, 3, 3, 3]);
    expect((await observer.counts(signal)).endOffsets).toEqual([0, 0, 0, 0]);
  });

  it('reconnects after a broker was replaced', async () => {
    await kubectl('delete', 'pod', 'kafka-0');
    const offsets = async (): Promise<readonly number[]> =>
      observer.counts(signal).then(
        (counts) => counts.endOffsets,
        () => [],
      );
    await expect.poll(offsets, { timeout: 30_000 }).toEqual([0, 0, 0, 0]);
  });
});
