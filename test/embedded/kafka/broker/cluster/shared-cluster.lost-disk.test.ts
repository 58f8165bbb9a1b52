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

  /** Stops the brokers one after the other, so that one of them is the last in sync; returns it. */
  async function stopAll(topic: string, ids: readonly number[]): Promise<number> {
    for (const id of ids) await stop(id);
    const { isr } = cluster.state(topic, 0);
    expect(isr).toHaveLength(1);
    return isr[0]!;
  }

  it.each([
    ['the one that begins first', [0, 1, 2]],
    ['the one that begins last', [2, 1, 0]],
  ])('made intact records of other replicas go if it was lost while no cluster ran: %s', async (_, order) => {
    cluster = await TestCluster.start([0, 1, 2]);
    await produce('kept', 3);
    const last = await stopAll('kept', [2, 1, 0]);
    expect(last).toBe(0);
    await cluster.restart([], {}, () => cluster.loseDisk(last));
    for (const id of order) await start([id]);
    await eventually(
      () => cluster.state('kept', 0).isr.length,
      (count) => count === 3,
    );
    expect(cluster.state('kept', 0).leader).not.toBe(last);
    expect(await endOffset('kept')).toBe(20);
    expect(await send('kept', 1)).toBe('20');
    expect(cluster.setAside).toEqual([]);
  });

  it('led with nothing while the brokers that have the records had not begun', async () => {
    cluster = await TestCluster.start([0, 1, 2]);
    await produce('kept', 3);
    const last = await stopAll('kept', [2, 1, 0]);
    await cluster.restart([], {}, () => cluster.loseDisk(last));
    await start([last]);
    expect(cluster.state('kept', 0)).toMatchObject({ leader: -1, isr: [1, 2].sort() });
  });

  it.each([
    ['that may get a leader that is not in sync', { 'unclean.leader.election.enable': 'true' }],
    ['that may not', {}],
  ])('deleted intact records of a topic %s', async (_, properties) => {
    cluster = await TestCluster.start([0, 1, 2], properties);
    await produce('kept', 3);
    const last = await stopAll('kept', [2, 1, 0]);
    await cluster.restart([last], properties, () => cluster.loseDisk(last));
    for (const id of [1, 2]) cluster.startBroker(id, properties);
    await cluster.ready([1, 2]);
    expect(await endOffset('kept')).toBe(20);
  });

  it('deleted the records of replicas that were all lost while no cluster ran', async () => {
    cluster = await TestCluster.start([0, 1, 2]);
    await produce('gone', 3);
    await stopAll('gone', [2, 1, 0]);
    await cluster.restart([0, 1, 2], {}, () => [0, 1, 2].forEach((id) => void cluster.loseDisk(id)));
    await eventually(
      () => cluster.state('gone', 0).isr.length,
      (count) => count === 3,
    );
    expect(await endOffset('gone')).toBe(0);
    expect(cluster.setAside).toMatchObject([{ topic: 'gone', partition: 0, records: 20 }]);
    expect(await send('gone', 1)).toBe('0');
  });
});
