import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KafkaConnection } from '../../../../source/embedded/kafka/client/kafka-connection.ts';
import { createTopics } from '../../../../source/embedded/kafka/messages/create-topics.ts';
import { errorCodes } from '../../../../source/embedded/kafka/messages/errors.ts';
import { fetch } from '../../../../source/embedded/kafka/messages/fetch.ts';
import { metadata } from '../../../../source/embedded/kafka/messages/metadata.ts';
import { zeroUuid } from '../../../../source/embedded/kafka/messages/primitives.ts';
import { connectTo, produceTo } from './raw-client.ts';
import { TestCluster } from './test-cluster.ts';

let cluster: TestCluster;
let connection: KafkaConnection;

beforeEach(async () => {
  cluster = await TestCluster.start([0, 1]);
  connection = await connectTo(cluster, 0);
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
});

afterEach(async () => {
  connection.close();
  await cluster.stop();
});

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
