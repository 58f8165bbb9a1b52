import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';
import type { CommitHistory } from './commit-history.ts';
import { partitions, topic } from './producers.ts';

const everyMs = 60;

/** Polls a group's committed offsets and the leaders until `over`. Resolves with the number of leader changes. */
export async function watchOffsets(
  kafka: Kafka,
  group: string,
  commits: CommitHistory,
  over: () => boolean,
): Promise<number> {
  const leaders = new Map<number, number>();
  let moves = 0;
  while (!over()) {
    const admin = kafka.admin();
    try {
      await admin.connect();
      while (!over()) {
        await compareCommitted(admin, group, commits);
        const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
        for (const { partitionId, leader } of topics[0]?.partitions ?? []) {
          const before = leaders.get(partitionId);
          if (leader < 0) continue;
          if (before !== undefined && before !== leader) moves++;
          leaders.set(partitionId, leader);
        }
        await delay(everyMs);
      }
    } catch {
      // No answer; another admin client retries.
      await delay(everyMs);
    } finally {
      await admin.disconnect().catch(() => {});
    }
  }
  return moves;
}

export async function compareCommitted(admin: Admin, group: string, commits: CommitHistory): Promise<void> {
  const compare = commits.looking(partitions);
  const [answer] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
  for (const { partition, offset } of answer?.partitions ?? []) compare(partition, Number(offset));
}
