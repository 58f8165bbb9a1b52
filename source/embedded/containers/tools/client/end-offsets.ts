import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { listOffsets } from '../../../kafka/messages/list-offsets.ts';

/** `earliest` or `latest`, as numbered in ListOffsets. */
export const listTimestamps = { earliest: -2, latest: -1 } as const;

/** An offset, and the epoch of the leader that wrote there; −1 for none. */
export interface OffsetAndEpoch {
  readonly offset: number;
  readonly leaderEpoch: number;
}

/** One offset per partition, by `topic/partition`, from each partition's leader. Partitions that are gone or have no leader are omitted. */
export async function offsetsAt(
  cluster: ClusterClient,
  partitions: readonly { readonly topic: string; readonly partition: number }[],
  timestamp: number,
): Promise<Map<string, OffsetAndEpoch>> {
  const result = new Map<string, OffsetAndEpoch>();
  if (partitions.length === 0) return result;
  const { topics } = await cluster.metadata([...new Set(partitions.map(({ topic }) => topic))]);
  const byLeader = new Map<number, { topic: string; partition: number }[]>();
  for (const { topic, partition } of partitions) {
    const found = topics
      .find(({ name }) => name === topic)
      ?.partitions.find((each) => each.partitionIndex === partition);
    if (found === undefined || found.leaderId < 0) continue;
    byLeader.set(found.leaderId, [...(byLeader.get(found.leaderId) ?? []), { topic, partition }]);
  }
  await Promise.all(
    [...byLeader].map(async ([leader, asked]) => {
      const connection = await cluster.broker(leader);
      const names = [...new Set(asked.map(({ topic }) => topic))];
      const answer = await connection.call(listOffsets, {
        topics: names.map((name) => ({
          name,
          partitions: asked
            .filter(({ topic }) => topic === name)
            .map(({ partition }) => ({ partitionIndex: partition, timestamp })),
        })),
      });
      for (const topic of answer.topics) {
        for (const { partitionIndex, errorCode, offset, leaderEpoch } of topic.partitions) {
          if (errorCode === 0) result.set(`${topic.name}/${partitionIndex}`, { offset, leaderEpoch });
        }
      }
    }),
  );
  return result;
}
