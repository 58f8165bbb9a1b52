import { expect, it } from 'vitest';
import { createTopics } from '../../../../../source/embedded/kafka/messages/create-topics.ts';
import { errorName } from '../../../../../source/embedded/kafka/messages/errors.ts';
import { oneBroker } from './one-broker.ts';

const broker = oneBroker();

it.each([
  ['that it exists', 1, 'TOPIC_ALREADY_EXISTS'],
  ['that it has no partitions', 0, 'INVALID_PARTITIONS'],
  ['what is wrong with them', 1, 'INVALID_CONFIG'],
])('looked at the settings of a topic before it said %s', async (_, numPartitions, wanted) => {
  const name = wanted === 'TOPIC_ALREADY_EXISTS' ? await broker.newTopic() : 'new';
  const answer = await broker.connection().call(createTopics, {
    topics: [
      {
        name,
        numPartitions,
        replicationFactor: 1,
        assignments: [],
        configs: [{ name: 'no.such', value: '1' }],
      },
    ],
    timeoutMs: 1000,
    validateOnly: false,
  });
  expect(errorName(answer.topics[0]!.errorCode)).toBe(wanted);
  expect(broker.cluster().zooKeeper.nodes.has('/brokers/topics/new')).toBe(false);
});
