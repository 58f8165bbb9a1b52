import type { Admin, Kafka } from 'kafkajs';
import { kafkajs, type Target, untilSettled } from './clusters.ts';

interface KafkajsStep {
  readonly name: string;
  run(target: Target): Promise<string>;
}

function step(name: string, act: (kafka: Kafka) => Promise<unknown>): KafkajsStep {
  return {
    name: `kafkajs: ${name}`,
    async run({ bootstrap }) {
      const result = await act(kafkajs(bootstrap, 2)).catch(describeError);
      await untilSettled(bootstrap);
      return JSON.stringify(result, undefined, 1) ?? 'nothing';
    },
  };
}

function admin(name: string, act: (admin: Admin) => Promise<unknown>): KafkajsStep {
  return step(name, async (kafka) => {
    const client = kafka.admin();
    await client.connect();
    try {
      return await act(client);
    } finally {
      await client.disconnect();
    }
  });
}

function describeError(error: Error & { type?: string; code?: number; errors?: Error[] }): unknown {
  const { name, message, type, code } = error;
  return { name, message, type, code, errors: error.errors?.map(describeError) };
}

/** Retention would delete records that are older than a week. */
const secondsAgo = (seconds: number) => String(Date.now() - seconds * 1_000);

const topicConfig = (name: string) => ({ type: 2, name });

export const kafkajsSteps: readonly KafkajsStep[] = [
  admin('create a topic', (client) =>
    client.createTopics({ topics: [{ topic: 'js', numPartitions: 2, replicationFactor: 3 }] }),
  ),
  admin('create it again', (client) => client.createTopics({ topics: [{ topic: 'js' }] })),
  admin('create a topic with a bad replication factor', (client) =>
    client.createTopics({ topics: [{ topic: 'js-2', replicationFactor: 9 }] }),
  ),
  admin('only check whether a topic could be created', async (client) => [
    await client.createTopics({ validateOnly: true, topics: [{ topic: 'js-3' }] }),
    await client.listTopics(),
  ]),
  admin('add partitions', (client) =>
    client.createPartitions({ topicPartitions: [{ topic: 'js', count: 3 }] }),
  ),
  admin('fewer partitions', (client) =>
    client.createPartitions({ topicPartitions: [{ topic: 'js', count: 1 }] }),
  ),
  admin('metadata', async (client) => {
    const { topics } = await client.fetchTopicMetadata({ topics: ['js'] });
    return topics.map(({ partitions }) =>
      partitions
        .map((partition) => [partition.partitionId, partition.replicas.length, partition.isr.length])
        .sort(),
    );
  }),
  admin('metadata of an unknown topic', (client) => client.fetchTopicMetadata({ topics: ['bad/topic'] })),
  step('send with keys and headers', async (kafka) => {
    const producer = kafka.producer();
    await producer.connect();
    const sent = await producer.send({
      topic: 'js',
      acks: -1,
      messages: [
        { key: 'a', value: '1', headers: { h: ['x', 'y'] }, partition: 0, timestamp: secondsAgo(90) },
        { key: null, value: '2', partition: 0, timestamp: secondsAgo(70) },
        { key: 'c', value: null, partition: 1, timestamp: secondsAgo(80) },
      ],
    });
    await producer.disconnect();
    return sent.sort((a, b) => a.partition - b.partition);
  }),
  step('send with idempotence', async (kafka) => {
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    const sent = [];
    for (const value of ['1', '2', '3'])
      sent.push(await producer.send({ topic: 'js', messages: [{ value, partition: 2 }] }));
    await producer.disconnect();
    return sent;
  }),
  step('send without acknowledgement', async (kafka) => {
    const producer = kafka.producer();
    await producer.connect();
    const sent = await producer.send({ topic: 'js', acks: 0, messages: [{ value: 'v', partition: 2 }] });
    await producer.disconnect();
    return sent;
  }),
  step('send what is too large', async (kafka) => {
    const producer = kafka.producer();
    await producer.connect();
    try {
      return await producer.send({
        topic: 'js',
        messages: [{ value: Buffer.alloc(1_048_589), partition: 2 }],
      });
    } finally {
      await producer.disconnect();
    }
  }),
  admin('offsets', async (client) =>
    (await client.fetchTopicOffsets('js')).sort((a, b) => a.partition - b.partition),
  ),
  admin('offsets for a time', async (client) =>
    (await client.fetchTopicOffsetsByTimestamp('js', Number(secondsAgo(85)))).sort(
      (a, b) => a.partition - b.partition,
    ),
  ),
  step('a group of two: assignment, commits, description', async (kafka) => {
    const group = () =>
      kafka.consumer({
        groupId: 'js-group',
        sessionTimeout: 10_000,
        heartbeatInterval: 500,
        maxWaitTimeInMs: 200,
      });
    const members = [group(), group()];
    const received: string[] = [];
    const client = kafka.admin();
    await client.connect();
    try {
      for (const member of members) {
        await member.connect();
        await member.subscribe({ topic: 'js', fromBeginning: true });
        await member.run({
          eachMessage: async ({ partition, message }) => {
            const { offset, key, value, headers } = message;
            received.push(JSON.stringify([partition, offset, key?.toString(), value?.toString(), headers]));
          },
        });
      }
      for (let tries = 0; tries < 150; tries++) {
        const [described] = (await client.describeGroups(['js-group'])).groups;
        if (new Set(received).size === 7 && described?.members.length === 2 && described.state === 'Stable')
          break;
        await new Promise((next) => setTimeout(next, 100));
      }
      const { groups } = await client.describeGroups(['js-group']);
      const deleted = await client.deleteGroups(['js-group']).catch(describeError);
      const described = groups.map((group) => ({
        ...group,
        members: group.members
          .map(({ clientId, clientHost, memberMetadata, memberAssignment }) => ({
            clientId,
            clientHost,
            metadata: memberMetadata.toString('hex'),
            assignment: memberAssignment.length,
          }))
          .sort((a, b) => a.assignment - b.assignment),
      }));
      return { received: [...new Set(received)].sort(), described, deleted };
    } finally {
      await Promise.all(members.map((member) => member.disconnect()));
      await client.disconnect();
    }
  }),
  admin('the state of a group whose members left', async (client) => {
    const { groups } = await client.describeGroups(['js-group', 'never']);
    return groups;
  }),
  admin('committed offsets', async (client) =>
    (await client.fetchOffsets({ groupId: 'js-group', topics: ['js'] })).map(({ topic, partitions }) => [
      topic,
      partitions.sort((a, b) => a.partition - b.partition),
    ]),
  ),
  admin('set offsets', async (client) => {
    await client.setOffsets({
      groupId: 'js-group',
      topic: 'js',
      partitions: [{ partition: 0, offset: '1' }],
    });
    return (await client.fetchOffsets({ groupId: 'js-group', topics: ['js'] }))[0]?.partitions.find(
      ({ partition }) => partition === 0,
    );
  }),
  step('a session timeout that the broker does not allow', async (kafka) => {
    const consumer = kafka.consumer({
      groupId: 'short',
      sessionTimeout: 100,
      heartbeatInterval: 10,
      retry: { retries: 0 },
    });
    const crashed = new Promise((resolve) =>
      consumer.on('consumer.crash', ({ payload }) => resolve(describeError(payload.error))),
    );
    await consumer.connect();
    await consumer.subscribe({ topic: 'js' });
    await consumer.run({ eachMessage: async () => undefined });
    const error = await crashed;
    await consumer.disconnect();
    return error;
  }),
  admin('a topic’s configuration', async (client) => {
    const { resources } = await client.describeConfigs({
      includeSynonyms: true,
      resources: [
        {
          ...topicConfig('set.up'),
          configNames: ['retention.ms', 'cleanup.policy', 'segment.bytes', 'nope'],
        },
      ],
    });
    return resources;
  }),
  admin('the configuration of an unknown topic', async (client) =>
    client.describeConfigs({ includeSynonyms: false, resources: [topicConfig('nope')] }),
  ),
  admin('another broker’s configuration', async (client) =>
    client.describeConfigs({ includeSynonyms: false, resources: [{ type: 4, name: '99' }] }),
  ),
  admin('alter configurations', async (client) =>
    client.alterConfigs({
      validateOnly: false,
      resources: [{ ...topicConfig('js'), configEntries: [{ name: 'retention.ms', value: '60000' }] }],
    }),
  ),
  admin('alter to a bad value', async (client) =>
    client.alterConfigs({
      validateOnly: false,
      resources: [{ ...topicConfig('js'), configEntries: [{ name: 'retention.ms', value: 'soon' }] }],
    }),
  ),
  admin('delete records', async (client) => {
    await client.deleteTopicRecords({ topic: 'js', partitions: [{ partition: 0, offset: '1' }] });
    return (await client.fetchTopicOffsets('js')).find(({ partition }) => partition === 0);
  }),
  admin('delete records beyond the end', async (client) =>
    client.deleteTopicRecords({ topic: 'js', partitions: [{ partition: 0, offset: '99' }] }),
  ),
  admin('groups', async (client) =>
    (await client.listGroups()).groups.sort((a, b) => (a.groupId < b.groupId ? -1 : 1)),
  ),
  admin('access control', async (client) =>
    client.describeAcls({ resourceType: 2, resourcePatternType: 3, operation: 1, permissionType: 1 }),
  ),
  admin('reassignments', async (client) => client.listPartitionReassignments({})),
  admin('delete a group', async (client) => client.deleteGroups(['js-group'])),
  admin('delete a topic', async (client) => client.deleteTopics({ topics: ['js'] })),
  admin('delete it again', async (client) => client.deleteTopics({ topics: ['js'] })),
];
