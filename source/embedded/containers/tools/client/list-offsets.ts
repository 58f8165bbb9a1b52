import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { checkErrorCode, errorName, KafkaError } from '../../../kafka/messages/errors.ts';
import { listTimestamps, offsetsAt } from './end-offsets.ts';
import { keyOf, type TopicPartition } from './topic-partitions.ts';

/**
 * The offset of each partition at an end, or from a time (ms) on, −1 for none, in the order of `partitions`. Throws `KafkaError` for a
 * partition that is not there or has no leader.
 */
export async function offsetsOf<Each extends TopicPartition>(
  cluster: ClusterClient,
  partitions: readonly Each[],
  when: 'earliest' | 'latest' | number,
): Promise<(TopicPartition & { offset: number })[]> {
  const timestamp = typeof when === 'number' ? when : listTimestamps[when];
  const found = await offsetsAt(cluster, partitions, timestamp);
  const missing = partitions.find((each) => !found.has(keyOf(each)));
  if (missing !== undefined) {
    const { topics } = await cluster.metadata([missing.topic]);
    const code = errorName(topics[0]?.errorCode ?? 0);
    if (code !== 'NONE') checkErrorCode(new KafkaError(code).errorCode);
    throw new KafkaError('LEADER_NOT_AVAILABLE');
  }
  return partitions.map(({ topic, partition }) => ({
    topic,
    partition,
    offset: found.get(keyOf({ topic, partition }))!.offset,
  }));
}
