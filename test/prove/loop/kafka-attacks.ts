import { frame } from '../../../source/embedded/kafka/bytes/frame.ts';
import type { KafkaConnection } from '../../../source/embedded/kafka/client/kafka-connection.ts';
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
import { encodeBatch } from '../../../source/embedded/kafka/records/encode-batch.ts';
import { inParallel } from './api-client.ts';
import type { LoopAttack } from './attack.ts';
import {
  compressedBatch,
  dial,
  lyingBatch,
  open,
  overController,
  overLeader,
  produceTo,
  quietly,
  times,
  topic,
  withTopic,
  zeroId,
} from './kafka-target.ts';

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

/** A time that headers name and no record has. */
const searched = 1_764_500_000_000;

const searchAttacks: LoopAttack[] = ['delete', 'compact'].map((policy) => ({
  name: `kafka-search-batches-that-lie-about-their-time-${policy}`,
  run: (target, scale) =>
    withTopic(target, { 'cleanup.policy': policy, 'segment.ms': '1000' }, async (leader) => {
      for (let round = 0; round < times(60, scale); round++)
        for (const compression of ['none', 'gzip'] as const)
          await quietly(produceTo(leader, [lyingBatch(45_000, BigInt(searched), compression)]));
      const partition = { partitionIndex: 0, timestamp: searched - 1 };
      const ask = (connection: KafkaConnection, count: number, version: number) =>
        quietly(
          connection.call(
            listOffsets,
            {
              replicaId: -1,
              isolationLevel: 0,
              topics: [
                {
                  name: topic,
                  partitions: Array.from({ length: count }, (_, at) => ({
                    ...partition,
                    timestamp: partition.timestamp - at,
                  })),
                },
              ],
            },
            { version },
          ),
        );
      for (let round = 0; round < 3; round++) await ask(leader, 1, 1);
      // This client hangs up.
      await overLeader(target, async (gone) => {
        void ask(gone, times(2000, scale), 0);
      });
    }),
}));

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
  ...searchAttacks,
  ...topicAttacks,
];
