import { deleteRecords } from '../../../source/embedded/kafka/messages/delete-records.ts';
import { encodeBatch } from '../../../source/embedded/kafka/records/encode-batch.ts';
import type { LoopAttack } from './attack.ts';
import { produceTo, quietly, times, topic, withTopic } from './kafka-target.ts';

/** What has to be done for each of a partition's thousands of files. */
export const kafkaSegmentAttacks: readonly LoopAttack[] = [
  {
    name: 'kafka-thousands-of-segments',
    // The end of `withTopic` deletes the other half.
    run: (target, scale) =>
      withTopic(target, { 'segment.bytes': '14' }, async (leader) => {
        const batches = Array.from({ length: 200 }, () =>
          encodeBatch([{ key: null, value: 'v', timestamp: Date.now() }]),
        );
        const rounds = times(50, scale);
        for (let round = 0; round < rounds; round++) await quietly(produceTo(leader, batches));
        await quietly(
          leader.call(
            deleteRecords,
            {
              topics: [{ name: topic, partitions: [{ partitionIndex: 0, offset: rounds * 100 }] }],
              timeoutMs: 60_000,
            },
            { timeoutMs: 60_000 },
          ),
        );
      }),
  },
];
