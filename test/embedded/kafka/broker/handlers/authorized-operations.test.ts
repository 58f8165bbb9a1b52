import { expect, it } from 'vitest';
import { describeCluster } from '../../../../../source/embedded/kafka/messages/describe-cluster.ts';
import { describeGroups } from '../../../../../source/embedded/kafka/messages/describe-groups.ts';
import { findCoordinator } from '../../../../../source/embedded/kafka/messages/find-coordinator.ts';
import { metadata } from '../../../../../source/embedded/kafka/messages/metadata.ts';
import { noAuthorizedOperations } from '../../../../../source/embedded/kafka/messages/sentinels.ts';
import { eventually } from '../../../containers/pod-world.ts';
import { oneBroker } from './one-broker.ts';

const broker = oneBroker();

it.each([
  [true, 8096],
  [false, noAuthorizedOperations],
])('were unknown of the cluster: asked %s', async (asked, bits) => {
  const answer = await broker
    .connection()
    .call(describeCluster, { includeClusterAuthorizedOperations: asked });
  expect(answer.clusterAuthorizedOperations).toBe(bits);
});

it.each([
  [true, 3576],
  [false, noAuthorizedOperations],
])('were unknown of a topic: asked %s', async (asked, bits) => {
  const name = await broker.newTopic();
  const answer = await broker.connection().call(metadata, {
    topics: [{ name }],
    allowAutoTopicCreation: false,
    includeTopicAuthorizedOperations: asked,
  });
  expect(answer.topics[0]!.topicAuthorizedOperations).toBe(bits);
});

it.each([
  [true, 328],
  [false, noAuthorizedOperations],
])('were unknown of a group: asked %s', async (asked, bits) => {
  const find = () => broker.connection().call(findCoordinator, { key: 'g', keyType: 0 });
  await eventually(find, ({ errorCode }) => errorCode === 0);
  const describe = () =>
    broker.connection().call(describeGroups, { groups: ['g'], includeAuthorizedOperations: asked });
  const { groups } = await eventually(describe, (answer) => answer.groups[0]!.errorCode === 0);
  expect(groups[0]!.authorizedOperations).toBe(bits);
});
