import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../containers/pod-world.ts';
import { TestCluster } from '../test-cluster.ts';

describe('a broker whose disk is empty when it starts again', () => {
  let cluster: TestCluster;
  afterEach(() => cluster.stop());

  async function produce(topic: string, replicationFactor: number): Promise<void> {
    const admin = cluster.kafka().admin();
    await admin.connect();
    await admin.createTopics({
      topics: [{ topic, replicationFactor, numPartitions: 1 }],
      waitForLeaders: true,
    });
    await admin.disconnect();
    await send(topic, 20);
  }

  /** Returns the offset of the first record. */
  async function send(topic: string, count: number): Promise<string | undefined> {
    const producer = cluster.kafka().producer();
    await producer.connect();
    const messages = Array.from({ length: count }, (_, index) => ({ value: `${index}` }));
    const [sent] = await producer.send({ topic, messages });
    await producer.disconnect();
    return sent?.baseOffset;
  }

  async function endOffset(topic: string): Promise<number> {
    const admin = cluster.kafka().admin();
    await admin.connect();
    const [partition] = await admin.fetchTopicOffsets(topic);
    await admin.disconnect();
    return Number(partition?.high);
  }

  async function stop(id: number): Promise<void> {
    const broker = cluster.brokers.get(id)!;
    broker.terminate();
    await broker.exited;
  }

  async function start(ids: readonly number[]): Promise<void> {
    cluster.lines.length = 0;
    for (const id of ids) cluster.startBroker(id);
    await cluster.ready(ids);
  }

  it('fetches everything again from the other replicas', async () => {
    cluster = await TestCluster.start([0, 1, 2]);
    await produce('three', 3);
    for (const id of [0, 1, 2]) {
      await stop(id);
      cluster.loseDisk(id);
      await start([id]);
      await eventually(
        () => cluster.state('three', 0).isr.length,
        (count) => count === 3,
      );
    }
    expect(await endOffset('three')).toBe(20);
  });

  it('loses records that no other replica has', async () => {
    cluster = await TestCluster.start([0]);
    await produce('alone', 1);
    await stop(0);
    await start([0]);
    expect(await endOffset('alone')).toBe(20);
    await stop(0);
    cluster.loseDisk(0);
    await start([0]);
    expect(await endOffset('alone')).toBe(0);
    expect(await send('alone', 1)).toBe('0');
  });

  it('makes the other replicas lose their copies if it was the last one in sync', async () => {
    cluster = await TestCluster.start([0, 1, 2]);
    await produce('last', 3);
    for (const id of [0, 1, 2]) await stop(id);
    const [last] = cluster.state('last', 0).isr;
    cluster.loseDisk(last!);
    await start([0, 1, 2]);
    expect(await endOffset('last')).toBe(0);
  });
});
