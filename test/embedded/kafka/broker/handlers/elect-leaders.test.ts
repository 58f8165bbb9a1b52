import { afterEach, expect, it } from 'vitest';
import { electionTypes, electLeaders } from '../../../../../source/embedded/kafka/messages/elect-leaders.ts';
import { errorName } from '../../../../../source/embedded/kafka/messages/errors.ts';
import { eventually } from '../../../containers/pod-world.ts';
import { connectTo } from '../raw-client.ts';
import { TestCluster } from '../test-cluster.ts';

let cluster: TestCluster;
afterEach(() => cluster.stop());

it('ElectLeaders moves leadership back to the preferred replica', async () => {
  const properties = { 'auto.leader.rebalance.enable': 'false' };
  cluster = await TestCluster.start([0, 1], properties);
  const admin = cluster.kafka().admin();
  await admin.connect();
  await admin.createTopics({
    topics: [{ topic: 't', replicaAssignment: [{ partition: 0, replicas: [0, 1] }] }],
    waitForLeaders: true,
  });
  await admin.disconnect();
  cluster.brokers.get(0)!.terminate();
  await cluster.brokers.get(0)!.exited;
  await eventually(
    () => cluster.state('t', 0).leader,
    (leader) => leader === 1,
  );
  cluster.lines.length = 0;
  cluster.startBroker(0, properties);
  await cluster.ready([0]);
  await eventually(
    () => cluster.state('t', 0).isr.length,
    (count) => count === 2,
  );
  const before = cluster.state('t', 0);
  expect(before.leader).toBe(1);
  const elect = async () => {
    const { brokerid } = cluster.zooKeeper.json('/controller') as { brokerid: number };
    const client = await connectTo(cluster, brokerid);
    const { replicaElectionResults } = await client.call(electLeaders, {
      electionType: electionTypes.preferred,
      topicPartitions: [{ topic: 't', partitions: [0] }],
      timeoutMs: 5000,
    });
    client.close();
    return replicaElectionResults[0]!.partitionResult.map(({ errorCode }) => errorName(errorCode));
  };
  expect(await elect()).toEqual(['NONE']);
  expect(cluster.state('t', 0)).toMatchObject({ leader: 0, leader_epoch: before.leader_epoch + 1 });
  expect(await elect()).toEqual(['ELECTION_NOT_NEEDED']);
});
