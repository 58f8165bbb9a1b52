import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { checkErrorCode, KafkaError } from '../../../kafka/messages/errors.ts';
import { javaHashOrder, javaHashOrderBy, topicPartitionHash } from '../command-line/java-hash-order.ts';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/** In the order of a java.util.HashMap. */
export function inHashOrder<Each extends TopicPartition>(partitions: readonly Each[]): Each[] {
  return javaHashOrderBy(partitions, topicPartitionHash);
}

/** All partitions of these topics, topics in the order of a java.util.HashMap. Throws `KafkaError` for one that is not there. */
export async function partitionsOfTopics(
  cluster: ClusterClient,
  names: readonly string[],
): Promise<TopicPartition[]> {
  if (names.length === 0) return [];
  const { topics } = await cluster.metadata(names);
  return javaHashOrder(names).flatMap((name) => {
    const found = topics.find((topic) => topic.name === name);
    if (found === undefined) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');
    checkErrorCode(found.errorCode);
    return found.partitions
      .map(({ partitionIndex }) => ({ topic: name, partition: partitionIndex }))
      .sort((a, b) => a.partition - b.partition);
  });
}
