import { afterEach, describe, expect, it } from 'vitest';
import { alterPartitionReassignments } from '../../../../../source/embedded/kafka/messages/alter-partition-reassignments.ts';
import { createTopics } from '../../../../../source/embedded/kafka/messages/create-topics.ts';
import { errorName } from '../../../../../source/embedded/kafka/messages/errors.ts';
import { listPartitionReassignments } from '../../../../../source/embedded/kafka/messages/list-partition-reassignments.ts';
import { eventually } from '../../../containers/pod-world.ts';
import { connectTo } from '../raw-client.ts';
import { TestCluster } from '../test-cluster.ts';

describe('a partition reassignment', () => {
  let cluster: TestCluster;
  afterEach(() => cluster.stop());

  async function toController() {
    const { brokerid } = cluster.zooKeeper.json('/controller') as { brokerid: number };
    return connectTo(cluster, brokerid);
  }

  async function create(replicas: readonly number[]): Promise<void> {
    const client = await toController();
    await client.call(createTopics, {
      topics: [
        {
          name: 't',
          numPartitions: -1,
          replicationFactor: -1,
          assignments: [{ partitionIndex: 0, brokerIds: replicas }],
        },
      ],
      timeoutMs: 5000,
    });
    client.close();
  }

  async function reassign(replicas: readonly number[] | null, partitionIndex = 0): Promise<string> {
    const client = await toController();
    const { responses } = await client.call(alterPartitionReassignments, {
      topics: [{ name: 't', partitions: [{ partitionIndex, replicas }] }],
    });
    client.close();
    const [result] = responses[0]!.partitions;
    const { errorCode, errorMessage } = result!;
    return errorCode === 0 ? 'begun' : `${errorName(errorCode)}: ${errorMessage}`;
  }

  async function ongoing() {
    const client = await toController();
    const { topics } = await client.call(listPartitionReassignments, { topics: null });
    client.close();
    return topics.flatMap(({ partitions }) => partitions);
  }

  const node = () => cluster.zooKeeper.json('/brokers/topics/t') as Record<string, unknown>;

  it('completes at once if the broker keeps up, and drops the old replicas', async () => {
    cluster = await TestCluster.start([0, 1, 2]);
    await create([0]);
    const producer = cluster.kafka().producer();
    await producer.connect();
    await producer.send({ topic: 't', messages: [{ value: 'kept' }] });
    expect(await reassign([1, 2])).toBe('begun');
    expect(cluster.state('t', 0)).toMatchObject({ leader: 1, isr: [1, 2] });
    expect(node()).toMatchObject({ partitions: { 0: [1, 2] }, adding_replicas: {}, removing_replicas: {} });
    expect(await ongoing()).toEqual([]);
    const [sent] = await producer.send({ topic: 't', messages: [{ value: 'next' }] });
    expect(sent!.baseOffset).toBe('1');
    await producer.disconnect();
    expect(await reassign([2, 1])).toBe('begun');
    expect(cluster.state('t', 0)).toMatchObject({ leader: 1 });
    expect(node()).toMatchObject({ partitions: { 0: [2, 1] } });
  });

  /** A topic with its replica on the controller; the other of the two brokers is paused. */
  async function pauseOther(): Promise<{ controller: number; other: number }> {
    cluster = await TestCluster.start([0, 1]);
    const { brokerid: controller } = cluster.zooKeeper.json('/controller') as { brokerid: number };
    await create([controller]);
    const other = 1 - controller;
    cluster.brokers.get(other)!.pause();
    return { controller, other };
  }

  it('waits for a paused broker, and is listed meanwhile', async () => {
    const { controller, other } = await pauseOther();
    expect(await reassign([other])).toBe('begun');
    expect(await ongoing()).toEqual([
      {
        partitionIndex: 0,
        replicas: [other, controller],
        addingReplicas: [other],
        removingReplicas: [controller],
      },
    ]);
    expect(node()).toMatchObject({
      partitions: { 0: [other, controller] },
      adding_replicas: { 0: [other] },
      removing_replicas: { 0: [controller] },
    });
    cluster.brokers.get(other)!.resume();
    await eventually(
      () => cluster.state('t', 0),
      ({ leader, isr }) => leader === other && isr.length === 1,
    );
    await eventually(ongoing, (list) => list.length === 0);
  });

  it('keeps the replicas where they are if it is cancelled', async () => {
    const { controller, other } = await pauseOther();
    await reassign([other]);
    expect(await reassign(null)).toBe('begun');
    expect(await ongoing()).toEqual([]);
    expect(cluster.state('t', 0)).toMatchObject({ leader: controller, isr: [controller] });
    expect(node()).toMatchObject({ partitions: { 0: [controller] }, adding_replicas: {} });
    expect(await reassign(null)).toMatch(/^NO_REASSIGNMENT_IN_PROGRESS/);
  });

  it('refuses a broker that is not alive, a broker twice, and an empty list', async () => {
    cluster = await TestCluster.start([0]);
    await create([0]);
    expect(await reassign([0, 7])).toBe(
      'INVALID_REPLICA_ASSIGNMENT: Replica assignment has brokers that are not alive. Replica list: ArrayBuffer(7), live broker list: Set(0)',
    );
    expect(await reassign([0, 0])).toMatch(/^INVALID_REPLICA_ASSIGNMENT: Duplicate replica ids/);
    expect(await reassign([])).toMatch(/^INVALID_REPLICA_ASSIGNMENT: Empty replica list/);
    expect(await reassign([0], 9)).toBe('UNKNOWN_TOPIC_OR_PARTITION: The partition does not exist.');
  });
});
