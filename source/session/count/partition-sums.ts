import type { MessageCounts } from '../../cluster/model/cluster.ts';
import type { PartitionTally } from '../../lab/model/observations.ts';

/** The data about a partition from the producers' metrics and from the group, where available. */
export function publishedTo(
  partition: number,
  counts: MessageCounts,
): Pick<PartitionTally, 'published' | 'owner'> {
  const published = counts.producers.flatMap((producer) =>
    producer.partitions.filter((each) => each.partition === partition),
  );
  const owner = counts.owners[partition];
  return {
    ...(published.length === 0 ? {} : { published: sum(published, (each) => each.messages) }),
    ...(owner === undefined ? {} : { owner }),
  };
}

export function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
