import { expect } from 'vitest';
import { kafkajs } from './clusters.ts';
import { type Cell, eventually, type Row, thousand } from './matrix-row.ts';

type Kafka = ReturnType<typeof kafkajs>;
type Admin = ReturnType<Kafka['admin']>;
type Producer = ReturnType<Kafka['producer']>;

function admin(act: (client: Admin, topic: string) => Promise<void>): Cell {
  return async ({ bootstrap }, topic) => {
    const client = kafkajs(bootstrap).admin();
    await client.connect();
    try {
      await act(client, topic);
    } finally {
      await client.disconnect();
    }
  };
}

async function produce(
  bootstrap: string,
  act: (producer: Producer) => Promise<void>,
  idempotent = false,
): Promise<void> {
  const producer = kafkajs(bootstrap).producer({ idempotent });
  await producer.connect();
  try {
    await act(producer);
  } finally {
    await producer.disconnect();
  }
}

/** Reads a topic from its beginning until `count` messages have come. */
async function consume(bootstrap: string, topic: string, groupId: string, count: number) {
  const consumer = kafkajs(bootstrap).consumer({ groupId, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const received: { value: string; key: string | undefined; headers: Record<string, string> }[] = [];
  try {
    await consumer.run({
      eachMessage: async ({ message }) => {
        const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]);
        received.push({
          value: String(message.value),
          key: message.key?.toString(),
          headers: Object.fromEntries(headers) as Record<string, string>,
        });
      },
    });
    await eventually(async () => expect(received.length).toBeGreaterThanOrEqual(count));
    return received;
  } finally {
    await consumer.disconnect();
  }
}

const groupOf = (topic: string) => `${topic}-members`;

const groupRebalance: Cell = async ({ bootstrap }, topic) => {
  const received = new Set<string>();
  const start = async () => {
    const member = kafkajs(bootstrap).consumer({
      groupId: groupOf(topic),
      heartbeatInterval: 300,
      maxWaitTimeInMs: 200,
    });
    const held = { partitions: [] as number[] };
    member.on('consumer.group_join', ({ payload }) => {
      held.partitions = payload.memberAssignment[topic] ?? [];
    });
    await member.connect();
    await member.subscribe({ topic, fromBeginning: true });
    await member.run({
      eachMessage: async ({ partition, message }) => {
        received.add(`${partition}/${message.offset}`);
      },
    });
    return { member, held };
  };
  const first = await start();
  const stop = [first.member];
  try {
    await eventually(async () => expect(first.held.partitions).toHaveLength(4));
    const second = await start();
    stop.push(second.member);
    await eventually(async () => {
      expect(first.held.partitions).toHaveLength(2);
      expect([...first.held.partitions, ...second.held.partitions].sort()).toEqual([0, 1, 2, 3]);
    });
    await eventually(async () => expect(received.size).toBeGreaterThanOrEqual(1_000));
    await second.member.disconnect();
    stop.pop();
    await eventually(async () => expect(first.held.partitions).toHaveLength(4));
  } finally {
    for (const member of stop) await member.disconnect();
  }
};

export const kafkajsRow: Row = {
  tool: 'kafkajs 2.2',
  tier: 'must',
  absent: undefined,
  cells: {
    metadata: admin(async (client, topic) => {
      const { brokers, controller } = await client.describeCluster();
      expect(brokers.map(({ nodeId }) => nodeId).sort()).toEqual([0, 1, 2]);
      expect([0, 1, 2]).toContain(controller);
      expect(await client.listTopics()).toContain(topic);
    }),
    'create topic': admin(async (client, topic) => {
      const topics = [{ topic: `${topic}-made`, numPartitions: 2, replicationFactor: 3 }];
      expect(await client.createTopics({ topics })).toBe(true);
      expect(await client.createTopics({ topics })).toBe(false);
      await client.createPartitions({ topicPartitions: [{ topic: `${topic}-made`, count: 5 }] });
    }),
    'describe topic': admin(async (client, topic) => {
      const { topics } = await client.fetchTopicMetadata({ topics: [`${topic}-made`] });
      expect(topics[0]?.partitions.map(({ isr }) => isr.length)).toEqual([3, 3, 3, 3, 3]);
      const { resources } = await client.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: 2, name: topic, configNames: ['retention.ms'] }],
      });
      expect(resources[0]?.configEntries[0]?.configValue).toBe('604800000');
    }),
    'produce 1,000': ({ bootstrap }, topic) =>
      produce(bootstrap, async (producer) => {
        const messages = thousand.map((value, index) => ({ value, partition: index % 4 }));
        const results = await producer.send({ topic, acks: -1, messages });
        expect(results.map(({ errorCode }) => errorCode)).toEqual([0, 0, 0, 0]);
      }),
    'consume 1,000': async ({ bootstrap }, topic) => {
      const received = await consume(bootstrap, topic, `${topic}-all`, 1_000);
      expect(received.map(({ value }) => value).sort()).toEqual([...thousand].sort());
    },
    codecs: async ({ bootstrap }, topic) => {
      const own = `${topic}-gzip`;
      await produce(bootstrap, async (producer) => {
        await producer.send({ topic: own, compression: 1, messages: [{ value: 'x'.repeat(3_000) }] });
      });
      expect((await consume(bootstrap, own, own, 1))[0]?.value).toBe('x'.repeat(3_000));
    },
    'keys and headers': async ({ bootstrap }, topic) => {
      const own = `${topic}-keys`;
      await produce(bootstrap, async (producer) => {
        await producer.send({
          topic: own,
          messages: [{ key: 'k', value: 'v', headers: { a: '1', b: '2' } }],
        });
      });
      expect(await consume(bootstrap, own, own, 1)).toEqual([
        { key: 'k', value: 'v', headers: { a: '1', b: '2' } },
      ]);
    },
    'group rebalance': groupRebalance,
    'committed offsets': admin(async (client, topic) => {
      const [committed] = await client.fetchOffsets({ groupId: groupOf(topic), topics: [topic] });
      expect(committed?.partitions.map(({ offset }) => offset)).toEqual(['250', '250', '250', '250']);
      await client.setOffsets({
        groupId: groupOf(topic),
        topic,
        partitions: [{ partition: 0, offset: '7' }],
      });
      const [changed] = await client.fetchOffsets({ groupId: groupOf(topic), topics: [topic] });
      expect(changed?.partitions.find(({ partition }) => partition === 0)?.offset).toBe('7');
    }),
    'describe group': admin(async (client, topic) => {
      const { groups } = await client.describeGroups([groupOf(topic)]);
      expect(groups[0]).toMatchObject({ state: 'Empty', members: [] });
      await client.deleteGroups([groupOf(topic)]);
      const listed = await client.listGroups();
      expect(listed.groups.map(({ groupId }) => groupId)).not.toContain(groupOf(topic));
    }),
    'delete topic': admin(async (client, topic) => {
      await client.deleteTopics({ topics: [`${topic}-made`] });
      expect(await client.listTopics()).not.toContain(`${topic}-made`);
    }),
    idempotence: async ({ bootstrap }, topic) => {
      const own = `${topic}-idempotent`;
      await produce(
        bootstrap,
        async (producer) => {
          for (const value of ['1', '2', '3'])
            await producer.send({ topic: own, messages: [{ value, partition: 0 }] });
        },
        true,
      );
      const received = await consume(bootstrap, own, own, 3);
      expect(received.map(({ value }) => value)).toEqual(['1', '2', '3']);
    },
    timestamps: async ({ bootstrap }, topic) => {
      const own = `${topic}-times`;
      const begin = Date.now() - 60_000;
      await produce(bootstrap, async (producer) => {
        const messages = [0, 1, 2].map((second) => ({
          value: 'v',
          partition: 0,
          timestamp: String(begin + second * 1_000),
        }));
        await producer.send({ topic: own, messages });
      });
      await admin(async (client) => {
        const offsets = await client.fetchTopicOffsetsByTimestamp(own, begin + 500);
        expect(offsets.find(({ partition }) => partition === 0)?.offset).toBe('1');
      })({ bootstrap } as Parameters<Cell>[0], own);
    },
    'large message': ({ bootstrap }, topic) =>
      produce(bootstrap, async (producer) => {
        await producer.send({ topic, messages: [{ value: Buffer.alloc(1_000_000), partition: 0 }] });
        const tooLarge = producer.send({
          topic,
          messages: [{ value: Buffer.alloc(2_000_000), partition: 0 }],
        });
        await expect(tooLarge).rejects.toMatchObject({ type: 'MESSAGE_TOO_LARGE' });
      }),
    'unknown topic': admin(async (client) => {
      await expect(client.fetchTopicOffsets('no-such-topic')).rejects.toMatchObject({
        cause: { type: 'UNKNOWN_TOPIC_OR_PARTITION' },
      });
      await expect(client.deleteTopics({ topics: ['no-such-topic'] })).rejects.toMatchObject({
        cause: { type: 'UNKNOWN_TOPIC_OR_PARTITION' },
      });
    }),
  },
};
