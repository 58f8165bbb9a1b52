import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browseAllWithTools } from '../../../source/cluster/kafka/browse-all-with-tools.ts';
import { browseWithTools } from '../../../source/cluster/kafka/browse-with-tools.ts';
import type { AllMessagesPlace } from '../../../source/cluster/kafka/browser.ts';
import { ApiConnection } from '../../../source/cluster/kubernetes/api-connection.ts';
import { createKafkaPlaces } from '../../../source/cluster/kubernetes/kafka-places.ts';
import { type ServedCluster, serveCluster } from '../../serve-cluster.ts';

const { signal } = new AbortController();

describe('the tools in the brokers’ pods, on the embedded cluster', { timeout: 60_000 }, () => {
  let cluster: ServedCluster;
  const closing = new AbortController();
  let connection: ApiConnection;
  const asking = () => {
    const names = {
      namespace: 'default',
      facts: { zookeeperPod: 'zookeeper-0', brokerPod: 'kafka-0', brokerPort: 9092 },
    };
    return browseWithTools(createKafkaPlaces(() => connection.get(), names, closing.signal).run, 9092);
  };

  beforeAll(async () => {
    cluster = await serveCluster('--apply', 'manifests/kafka.yml');
    connection = new ApiConnection({ kubeconfig: cluster.kubeconfig, context: 'kafka-lab' }, closing.signal);
    const kafka = new Kafka({ brokers: [cluster.bootstrap], logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'test', numPartitions: 2, replicationFactor: 3 }] });
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({
      topic: 'test',
      messages: ['a', 'b', 'c'].map((value, index) => ({
        partition: 0,
        key: `k${index}`,
        value,
        headers: index === 1 ? { trace: 'x' } : {},
      })),
    });
    await producer.disconnect();
    await admin.setOffsets({
      groupId: 'readers',
      topic: 'test',
      partitions: [{ partition: 0, offset: '1' }],
    });
    await admin.disconnect();
  }, 60_000);
  afterAll(async () => {
    await connection?.close();
    await cluster?.close();
  });

  it('tell what the brokers and topics hold', async () => {
    expect(await asking().brokers(signal)).toMatchObject(
      [0, 1, 2].map((id) => ({ id, port: 9092, isController: undefined, outOfSync: 0 })),
    );
    const [test] = await asking().topics(signal);
    expect(test).toMatchObject({ name: 'test', partitions: 2, replicas: 3, messages: 3, underReplicated: 0 });
    expect(await asking().partitions({ topic: 'test' }, signal)).toMatchObject([
      { partition: 0, start: 0, end: 3 },
      { partition: 1, start: 0, end: 0 },
    ]);
    await expect(asking().partitions({ topic: 'tset' }, signal)).rejects.toThrow('there is no topic `tset`');
  });

  it('tell the lag of a group', async () => {
    expect(await asking().groups(signal)).toMatchObject([{ id: 'readers', state: 'Empty', lag: 2 }]);
    const { rows } = await asking().group('readers', signal);
    expect(rows).toMatchObject([{ topic: 'test', partition: 0, committed: 1, end: 3, lag: 2 }]);
  });

  it('print messages of all partitions, each with its own program', async () => {
    const tools = asking();
    const ask = (from: AllMessagesPlace, most: number) =>
      browseAllWithTools(tools, { topic: 'test', from, most }, signal);
    const first = await ask('start', 2);
    expect(first.rows.map(({ partition, value }) => [partition, value.text])).toEqual([
      [0, 'a'],
      [0, 'b'],
    ]);
    expect((await ask({ offsets: first.next }, 2)).rows).toMatchObject([{ offset: 2 }]);
    expect((await ask('end', 2)).rows).toMatchObject([{ offset: 1 }, { offset: 2 }]);
  });

  it('print messages from an offset on', async () => {
    const question = { topic: 'test', partition: 0, most: 10 } as const;
    const page = await asking().messages({ ...question, from: { offset: 1 } }, signal);
    expect(page).toMatchObject({ start: 0, end: 3, next: 3, partitions: 2 });
    expect(page.rows).toMatchObject([
      { offset: 1, key: { text: 'k1' }, value: { text: 'b' }, headers: [{ name: 'trace' }] },
      { offset: 2, key: { text: 'k2' }, value: { text: 'c' }, headers: [] },
    ]);
  });
});
