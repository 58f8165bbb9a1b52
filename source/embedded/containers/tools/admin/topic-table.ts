import type { MetadataResponsePartition, MetadataResponseTopic } from '../../../kafka/messages/metadata.ts';
import { zeroUuid } from '../../../kafka/messages/primitives.ts';

export interface TopicFilters {
  readonly overrides?: boolean;
  readonly unavailable?: boolean;
  readonly underReplicated?: boolean;
  readonly underMinIsr?: boolean;
  readonly atMinIsr?: boolean;
}

/** The replicas that a reassignment in progress adds to a partition, and those that it drops. */
export interface MovingReplicas {
  readonly adding: readonly number[];
  readonly removing: readonly number[];
}

/**
 * The lines of `kafka-topics --describe` for one topic: the topic's own, then one per partition. `moving`: partition → its reassignment.
 */
export function describeTopic(
  topic: MetadataResponseTopic,
  configs: readonly string[],
  liveBrokers: ReadonlySet<number>,
  filters: TopicFilters = {},
  moving: ReadonlyMap<number, MovingReplicas> = new Map(),
): string[] {
  if (filters.overrides === true && configs.length === 0) return [];
  const partitions = [...topic.partitions].sort((a, b) => a.partitionIndex - b.partitionIndex);
  const minIsr = Number(
    configs.find((config) => config.startsWith('min.insync.replicas='))?.split('=')[1] ?? 1,
  );
  const replicationFactor = ({ partitionIndex, replicaNodes }: MetadataResponsePartition) =>
    replicaNodes.length - (moving.get(partitionIndex)?.adding.length ?? 0);
  const shown = partitions.filter((partition) => {
    const { leaderId, isrNodes } = partition;
    if (filters.unavailable === true && leaderId >= 0 && liveBrokers.has(leaderId)) return false;
    if (filters.underReplicated === true && isrNodes.length >= replicationFactor(partition)) return false;
    if (filters.underMinIsr === true && leaderId >= 0 && isrNodes.length >= minIsr) return false;
    return filters.atMinIsr !== true || isrNodes.length === minIsr;
  });
  const selective =
    filters.unavailable === true ||
    filters.underReplicated === true ||
    filters.underMinIsr === true ||
    filters.atMinIsr === true;
  const lines: string[] = [];
  if (!selective) {
    const id = topic.topicId === zeroUuid ? [] : [`TopicId: ${topic.topicId}`];
    const head = [
      `Topic: ${topic.name}`,
      ...id,
      `PartitionCount: ${partitions.length}`,
      `ReplicationFactor: ${partitions[0] ? replicationFactor(partitions[0]) : 0}`,
      `Configs: ${configs.join(',')}`,
    ];
    lines.push(head.join('\t'));
  }
  if (filters.overrides === true) return lines;
  for (const { partitionIndex, leaderId, replicaNodes, isrNodes } of shown) {
    const leader = leaderId >= 0 ? String(leaderId) : 'none';
    const replicas = `Replicas: ${replicaNodes.join(',')}\tIsr: ${isrNodes.join(',')}`;
    const change = moving.get(partitionIndex);
    const moves =
      change === undefined
        ? ''
        : `\tAdding Replicas: ${change.adding.join(',')}\tRemoving Replicas: ${change.removing.join(',')}`;
    lines.push(
      `\tTopic: ${topic.name}\tPartition: ${partitionIndex}\tLeader: ${leader}\t${replicas}${moves}`,
    );
  }
  return lines;
}
