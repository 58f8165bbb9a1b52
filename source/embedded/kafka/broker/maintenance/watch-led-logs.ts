import { internalTopics } from '../../controller/topic-names.ts';
import { KafkaError } from '../../messages/errors.ts';
import type { Timers } from '../../timers.ts';
import type { SharedCluster } from '../cluster/shared-cluster.ts';
import type { Partition } from '../storage/partition.ts';

/**
 * Runs a task every so many ms on each partition that a broker leads, except internal topics. A partition that fails does not delay the
 * others. Returns the stop function.
 */
export function watchLedLogs(options: {
  readonly brokerId: number;
  readonly cluster: SharedCluster;
  readonly everyMs: () => number;
  readonly timers: Timers;
  readonly tend: (partition: Partition) => void;
  readonly onFailure: (partition: Partition, error: KafkaError) => void;
}): () => void {
  const { brokerId, cluster, everyMs, timers, tend, onFailure } = options;
  const look = () => {
    stop = timers.after(everyMs(), look);
    for (const partition of cluster.replicasOn(brokerId)) {
      if (partition.state?.leader !== brokerId || internalTopics.has(partition.topic)) continue;
      try {
        tend(partition);
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error;
        onFailure(partition, error);
      }
    }
  };
  let stop = timers.after(everyMs(), look);
  return () => stop();
}
