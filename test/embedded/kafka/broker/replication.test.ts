import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KafkaConnection } from '../../../../source/embedded/kafka/client/kafka-connection.ts';
import { createTopics } from '../../../../source/embedded/kafka/messages/create-topics.ts';
import { errorCodes } from '../../../../source/embedded/kafka/messages/errors.ts';
import { fetch } from '../../../../source/embedded/kafka/messages/fetch.ts';
import { findCoordinator } from '../../../../source/embedded/kafka/messages/find-coordinator.ts';
import { metadata } from '../../../../source/embedded/kafka/messages/metadata.ts';
import { offsetCommit } from '../../../../source/embedded/kafka/messages/offset-commit.ts';
import { offsetFetch } from '../../../../source/embedded/kafka/messages/offset-fetch.ts';
import { zeroUuid } from '../../../../source/embedded/kafka/messages/primitives.ts';
import { connectTo, produceTo } from './raw-client.ts';
import { TestCluster } from './test-cluster.ts';

let cluster: TestCluster;
let connection: KafkaConnection;

beforeEach(async () => {
  cluster = await TestCluster.start([0, 1]);
  connection = await connectTo(cluster, 0);
  await createTopic();
});

afterEach(async () => {
  connection.close();
  await cluster.stop();
});

/** A topic of one partition on both brokers. */
async function createTopic(): Promise<void> {
  await connection.call(createTopics, {
    topics: [
      {
        name: 't',
        numPartitions: -1,
        replicationFactor: -1,
        assignments: [{ partitionIndex: 0, brokerIds: [0, 1] }],
      },
    ],
    timeoutMs: 1000,
  });
}

async function highWatermark(): Promise<number> {
  const answer = await connection.call(fetch, {
    replicaId: -1,
    maxWaitMs: 0,
    maxBytes: 1000,
    sessionEpoch: -1,
    topics: [
      {
        topicId: (cluster.zooKeeper.json('/brokers/topics/t') as { topic_id: string }).topic_id,
        partitions: [
          {
            partition: 0,
            fetchOffset: 0,
            partitionMaxBytes: 1000,
            currentLeaderEpoch: -1,
            lastFetchedEpoch: -1,
          },
        ],
      },
    ],
  });
  return answer.responses[0]!.partitions[0]!.highWatermark;
}

describe('a dead follower that is still in the ISR', () => {
  it('holds back the high watermark and acks=all until its session expires', async () => {
    await produceTo(connection, 't');
    const { sessionId } = cluster.sessions.get(1)!;
    cluster.brokers.get(1)!.kill();
    expect((await produceTo(connection, 't', { acks: 1 })).errorCode).toBe(0);
    expect(await highWatermark()).toBe(1);
    const other = await connectTo(cluster, 0);
    const waiting = produceTo(other, 't', { acks: -1 });
    expect(await highWatermark()).toBe(1);
    cluster.zooKeeper.expire(sessionId);
    expect(await waiting).toMatchObject({ errorCode: 0, baseOffset: 2 });
    expect(await highWatermark()).toBe(3);
    other.close();
  });

  it('makes acks=all time out if its death goes unnoticed', async () => {
    cluster.brokers.get(1)!.kill();
    expect((await produceTo(connection, 't', { acks: -1, timeoutMs: 30 })).errorCode).toBe(
      errorCodes.REQUEST_TIMED_OUT,
    );
  });
});

it('refuses requests for partitions that another broker leads', async () => {
  const other = await connectTo(cluster, 1);
  expect((await produceTo(other, 't')).errorCode).toBe(errorCodes.NOT_LEADER_OR_FOLLOWER);
  other.close();
});

it('metadata names a killed leader with its address until its session expires: it had no listener there before', async () => {
  const port = cluster.outsidePort(0);
  cluster.brokers.get(0)!.kill();
  const other = await connectTo(cluster, 1);
  const { topics, brokers } = await other.call(metadata, { topics: [{ topicId: zeroUuid, name: 't' }] });
  other.close();
  expect(topics[0]?.partitions[0]).toMatchObject({ errorCode: 0, leaderId: 0 });
  expect(brokers).toContainEqual(expect.objectContaining({ nodeId: 0, host: '127.0.0.1', port }));
});

describe('a commit of offsets while an in-sync replica is dead', () => {
  const properties = {
    'offsets.topic.replication.factor': '2',
    'offsets.topic.num.partitions': '1',
    'offsets.commit.timeout.ms': '150',
  };
  const committed = (offset: number) => ({
    groupId: 'g',
    generationId: -1,
    memberId: '',
    topics: [
      {
        name: 't',
        partitions: [
          { partitionIndex: 0, committedOffset: offset, committedLeaderEpoch: -1, committedMetadata: '' },
        ],
      },
    ],
  });

  async function openGroup() {
    await cluster.stop();
    connection.close();
    cluster = await TestCluster.start([0, 1], properties);
    connection = await connectTo(cluster, 0);
    await createTopic();
    // Creates `__consumer_offsets`.
    let nodeId = -1;
    await vi.waitFor(async () => {
      const found = await connection.call(findCoordinator, { key: 'g', keyType: 0 }, { version: 1 });
      expect(found.errorCode).toBe(0);
      nodeId = found.nodeId;
    });
    const coordinator = await connectTo(cluster, nodeId);
    const commit = async (offset: number) => {
      const { topics } = await coordinator.call(offsetCommit, committed(offset), { version: 7 });
      return topics[0]!.partitions[0]!.errorCode;
    };
    const seen = async () => {
      const other = await connectTo(cluster, nodeId);
      const { topics } = await other.call(
        offsetFetch,
        { groupId: 'g', topics: [{ name: 't', partitionIndexes: [0] }] },
        { version: 5 },
      );
      other.close();
      return topics[0]!.partitions[0]!.committedOffset;
    };
    return { coordinator, commit, seen, follower: 1 - nodeId };
  }

  it('was acknowledged and shown at once, and lost when that replica led next', async () => {
    const { coordinator, commit, seen, follower } = await openGroup();
    expect(await commit(5)).toBe(0);
    const { sessionId } = cluster.sessions.get(follower)!;
    cluster.brokers.get(follower)!.kill();
    const waiting = commit(6);
    expect(await seen()).toBe(5);
    cluster.zooKeeper.expire(sessionId);
    expect(await waiting).toBe(0);
    expect(await seen()).toBe(6);
    coordinator.close();
  });

  it('times out if its death goes unnoticed', async () => {
    const { coordinator, commit, seen, follower } = await openGroup();
    cluster.brokers.get(follower)!.kill();
    expect(await commit(6)).toBe(errorCodes.REQUEST_TIMED_OUT);
    expect(await seen()).toBe(-1);
    coordinator.close();
  });
});
