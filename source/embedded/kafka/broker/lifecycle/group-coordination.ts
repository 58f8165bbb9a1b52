import { offsetsTopic } from '../../controller/topic-names.ts';
import type { GroupCoordinator } from '../../groups/group-coordinator.ts';
import type { SharedCluster } from '../cluster/shared-cluster.ts';

const cleanUpEveryMs = 600_000;

/**
 * Makes the leader of a `__consumer_offsets` partition coordinate its groups, and removes empty groups, as `GroupMetadataManager` does.
 * Returns the stop function.
 */
export function followCoordination(
  brokerId: number,
  coordinator: GroupCoordinator,
  cluster: SharedCluster,
): () => void {
  const follow = (partition: number, leader: number | undefined) => {
    if (leader === brokerId) coordinator.load(partition);
    else coordinator.unload(partition);
  };
  const forget = cluster.image.listen({
    partitionChanged: ({ topic, partition, state }) => {
      if (topic === offsetsTopic) follow(partition, state?.leader);
    },
    topicDeleted: ({ name, partitions }) => {
      if (name === offsetsTopic) for (const { partition } of partitions) coordinator.unload(partition);
      else coordinator.forgetEmptyGroups();
    },
  });
  for (const { partition, state } of cluster.image.topics.get(offsetsTopic)?.partitions ?? [])
    follow(partition, state?.leader);
  const cleanUp = () => {
    coordinator.forgetEmptyGroups();
    stop = cluster.clock.after(cleanUpEveryMs, cleanUp);
  };
  let stop = cluster.clock.after(cleanUpEveryMs, cleanUp);
  return () => {
    forget();
    stop();
  };
}
