import type { TopicImage } from './cluster-image.ts';
import { type LeaderAndIsr, noLeader, type PartitionState } from './partition-state.ts';

/**
 * The preferred leaders that are out of balance (`leader.imbalance.per.broker.percentage`): others lead more than this share of the
 * partitions for which they are preferred. Topics marked for deletion do not count.
 */
export function imbalancedBrokers(topics: Iterable<TopicImage>, percentage: number): Set<number> {
  const preferring = new Map<number, { all: number; elsewhere: number }>();
  for (const topic of topics) {
    for (const { replicas, state } of topic.partitions) {
      const preferred = replicas[0] ?? noLeader;
      const counts = preferring.get(preferred) ?? { all: 0, elsewhere: 0 };
      preferring.set(preferred, counts);
      counts.all++;
      if (state && state.leader !== preferred) counts.elsewhere++;
    }
  }
  const found = new Set<number>();
  for (const [id, { all, elsewhere }] of preferring) if (elsewhere / all > percentage / 100) found.add(id);
  return found;
}

/** Undefined: the preferred replica already leads, or is not eligible. */
export function electPreferred(
  state: PartitionState,
  replicas: readonly number[],
  live: ReadonlySet<number>,
): LeaderAndIsr | undefined {
  const preferred = replicas[0] ?? noLeader;
  if (state.leader === preferred || !live.has(preferred) || !state.isr.includes(preferred)) return undefined;
  return { leader: preferred, isr: state.isr, leaderEpoch: state.leaderEpoch + 1 };
}
