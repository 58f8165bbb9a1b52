import type { MetadataResponseTopic } from '../../kafka/messages/metadata.ts';
import { zeroUuid } from '../../kafka/messages/primitives.ts';

export interface TopicFilters {
  readonly overrides?: boolean;
  readonly unavailable?: boolean;
  readonly underReplicated?: boolean;
  readonly atMinIsr?: boolean;
}

/** The lines of `kafka-topics --describe` for one topic: the topic's own, then one per partition. */
export function describeTopic(
  topic: MetadataResponseTopic,
  configs: readonly string[],
  liveBrokers: ReadonlySet<number>,
  filters: TopicFilters = {},
): string[] {
  if (filters.overrides === true && configs.length === 0) return [];
  const partitions = [...topic.partitions].sort((a, b) => a.partitionIndex - b.partitionIndex);
  const minIsr = Number(
    configs.find((config) => config.startsWith('min.insync.replicas='))?.split('=')[1] ?? 1,
  );
  const shown = partitions.filter((partition) => {
    const { leaderId, isrNodes, replicaNodes } = partition;
    if (filters.unavailable === true && leaderId >= 0 && liveBrokers.has(leaderId)) return false;
    if (filters.underReplicated === true && isrNodes.length >= replicaNodes.length) return false;
    return filters.atMinIsr !== true || isrNodes.length === minIsr;
  });
  const selective =
    filters.unavailable === true || filters.underReplicated === true || filters.atMinIsr === true;
  const lines: string[] = [];
  if (!selective) {
    const id = topic.topicId === zeroUuid ? [] : [`TopicId: ${topic.topicId}`];
    const head = [
      `Topic: ${topic.name}`,
      ...id,
      `PartitionCount: ${partitions.length}`,
      `ReplicationFactor: ${partitions[0]?.replicaNodes.length ?? 0}`,
      `Configs: ${configs.join(',')}`,
    ];
    lines.push(head.join('\t'));
  }
  if (filters.overrides === true) return lines;
  for (const { partitionIndex, leaderId, replicaNodes, isrNodes } of shown) {
    const leader = leaderId >= 0 ? String(leaderId) : 'none';
    const replicas = `Replicas: ${replicaNodes.join(',')}\tIsr: ${isrNodes.join(',')}`;
    lines.push(`\tTopic: ${topic.name}\tPartition: ${partitionIndex}\tLeader: ${leader}\t${replicas}`);
  }
  return lines;
}
