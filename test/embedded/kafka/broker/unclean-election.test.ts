import { afterEach, describe, expect, it } from 'vitest';
import { resourceTypes } from '../../../../source/embedded/kafka/broker/config/config-resources.ts';
import type { KafkaConnection } from '../../../../source/embedded/kafka/client/kafka-connection.ts';
import { createTopics } from '../../../../source/embedded/kafka/messages/create-topics.ts';
import { electionTypes, electLeaders } from '../../../../source/embedded/kafka/messages/elect-leaders.ts';
import { errorName } from '../../../../source/embedded/kafka/messages/errors.ts';
import { incrementalAlterConfigs } from '../../../../source/embedded/kafka/messages/incremental-alter-configs.ts';
import { latestTimestamp, listOffsets } from '../../../../source/embedded/kafka/messages/list-offsets.ts';
import { eventually } from '../../containers/pod-world.ts';
import { connectTo, produceTo } from './raw-client.ts';
import { TestCluster } from './test-cluster.ts';

let cluster: TestCluster;
let clients: KafkaConnection[] = [];

afterEach(async () => {
  for (const client of clients) client.close();
  clients = [];
  await cluster.stop();
});

async function client(id: number): Promise<KafkaConnection> {
  const connection = await connectTo(cluster, id);
  clients.push(connection);
  return connection;
}

/** Stops the broker; ZooKeeper notices at once. */
function lose(id: number): void {
  const { sessionId } = cluster.sessions.get(id)!;
  cluster.brokers.get(id)!.kill();
  cluster.zooKeeper.expire(sessionId);
}

async function back(id: number): Promise<void> {
  cluster.lines.length = 0;
  cluster.startBroker(id);
  await cluster.ready([id]);
}

async function endOffset(id: number): Promise<number> {
  const answer = await (await client(id)).call(listOffsets, {
    replicaId: -1,
    topics: [
      { name: 't', partitions: [{ partitionIndex: 0, timestamp: latestTimestamp, currentLeaderEpoch: -1 }] },
    ],
  });
  return answer.topics[0]!.partitions[0]!.offset;
}

/**
 * Topic `t` is on brokers 1 and 2. Only broker 2 has the second message, which all in-sync replicas acknowledged: broker 1 was down.
 * Now broker 2 is down, and broker 1 is back.
 */
async function onlyStaleReplica(
  config: Record<string, string>,
  properties: Record<string, string> = {},
): Promise<void> {
  cluster = await TestCluster.start([0, 1, 2], properties);
  const admin = await client(0);
  await admin.call(createTopics, {
    topics: [
      {
        name: 't',
        numPartitions: -1,
        replicationFactor: -1,
        assignments: [{ partitionIndex: 0, brokerIds: [1, 2] }],
        configs: Object.entries(config).map(([name, value]) => ({ name, value })),
      },
    ],
    timeoutMs: 5000,
  });
  await produceTo(await client(1), 't', { acks: -1 });
  lose(1);
  await eventually(
    () => cluster.state('t', 0),
    ({ isr }) => isr.join() === '2',
  );
  expect(await produceTo(await client(2), 't', { acks: -1 })).toMatchObject({ errorCode: 0, baseOffset: 1 });
  lose(2);
  await eventually(
    () => cluster.state('t', 0),
    ({ leader }) => leader !== 2,
  );
  await back(1);
}

const led = (leader: number) =>
  eventually(
    () => cluster.state('t', 0),
    (state) => state.leader === leader,
  );

describe('a partition whose last in-sync replica is gone', () => {
  it('waits for it, and loses nothing once it is back', async () => {
    await onlyStaleReplica({});
    expect(cluster.state('t', 0)).toMatchObject({ leader: -1, isr: [2] });
    await back(2);
    await led(2);
    expect(await endOffset(2)).toBe(2);
  });

  it.each([
    ['its topic', { 'unclean.leader.election.enable': 'true' }, {}],
    ['its brokers', {}, { 'unclean.leader.election.enable': 'true' }],
  ])('continues without what the other replica lacks if %s allows it', async (_, config, properties) => {
    await onlyStaleReplica(config, properties);
    await led(1);
    expect(await endOffset(1)).toBe(1);
    expect(await produceTo(await client(1), 't', { acks: -1 })).toMatchObject({ baseOffset: 1 });
    await back(2);
    await eventually(
      () => cluster.state('t', 0),
      ({ isr }) => isr.length === 2,
    );
    expect(cluster.state('t', 0)).toMatchObject({ leader: 1, isr: [1, 2] });
    expect(await endOffset(1)).toBe(2);
  });

  it('waits if the topic forbids what the brokers allow', async () => {
    await onlyStaleReplica(
      { 'unclean.leader.election.enable': 'false' },
      { 'unclean.leader.election.enable': 'true' },
    );
    expect(cluster.state('t', 0)).toMatchObject({ leader: -1, isr: [2] });
  });

  it.each([
    ['the topic gets the setting', resourceTypes.topic, 't'],
    ['every broker gets the setting', resourceTypes.broker, ''],
  ])('continues when %s', async (_, resourceType, resourceName) => {
    await onlyStaleReplica({});
    await (await client(0)).call(incrementalAlterConfigs, {
      resources: [
        {
          resourceType,
          resourceName,
          configs: [{ name: 'unclean.leader.election.enable', configOperation: 0, value: 'true' }],
        },
      ],
      validateOnly: false,
    });
    expect(cluster.state('t', 0)).toMatchObject({ leader: 1, isr: [1] });
    expect(await endOffset(1)).toBe(1);
  });

  it('continues when an unclean election is requested, once', async () => {
    await onlyStaleReplica({});
    const { brokerid } = cluster.zooKeeper.json('/controller') as { brokerid: number };
    const elect = async () => {
      const { replicaElectionResults } = await (await client(brokerid)).call(electLeaders, {
        electionType: electionTypes.unclean,
        topicPartitions: [{ topic: 't', partitions: [0] }],
        timeoutMs: 5000,
      });
      return replicaElectionResults[0]!.partitionResult.map(({ errorCode }) => errorName(errorCode));
    };
    expect(await elect()).toEqual(['NONE']);
    expect(cluster.state('t', 0)).toMatchObject({ leader: 1, isr: [1] });
    expect(await elect()).toEqual(['ELECTION_NOT_NEEDED']);
    expect(await endOffset(1)).toBe(1);
  });
});
