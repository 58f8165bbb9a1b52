import { isControllerLoss } from '../../controller/controller-loss.ts';
import type { IsrShrink } from '../../controller/leadership.ts';
import type { BrokerLog } from '../../log4j.ts';
import type { Timers } from '../../timers.ts';
import type { SharedCluster } from '../cluster/shared-cluster.ts';
import { describeThrown } from '../storage/log-dir-failure.ts';

/**
 * Removes followers from the ISR that have not caught up for `replica.lag.time.max.ms`, like the broker's `isr-expiration` task. Returns
 * the stop function.
 */
export function watchFollowers(options: {
  readonly brokerId: number;
  readonly cluster: SharedCluster;
  readonly lagTimeMaxMs: number;
  readonly timers: Timers;
  readonly log: BrokerLog;
}): () => void {
  const { brokerId, cluster, lagTimeMaxMs, timers, log } = options;
  const look = () => {
    stop = timers.after(lagTimeMaxMs / 2, look);
    const shrinks: IsrShrink[] = [];
    for (const partition of cluster.replicasOn(brokerId)) {
      const { state, topic } = partition;
      if (state?.leader !== brokerId) continue;
      const outOfSync = partition.laggingFollowers(timers.now() - lagTimeMaxMs);
      if (outOfSync.length === 0) continue;
      const isr = state.isr.filter((id) => !outOfSync.includes(id));
      shrinks.push({ topic, partition: partition.partition, leaderEpoch: state.leaderEpoch, isr });
      log(
        'INFO',
        `[Partition ${topic}-${partition.partition} broker=${brokerId}] Shrinking ISR from ${state.isr.join(',')} to ` +
          `${isr.join(',')}. Leader: (highWatermark: ${partition.highWatermark}, endOffset: ${partition.endOffset}). ` +
          `Out of sync replicas: ${outOfSync.map((id) => `(brokerId: ${id})`).join(' ')}.`,
        'kafka.cluster.Partition',
      );
    }
    // Without a controller, or with one about to go, the next run tries again.
    if (shrinks.length > 0)
      cluster.controller?.shrinkIsr(shrinks).catch((error: unknown) => {
        if (!isControllerLoss(error))
          log('ERROR', `Shrinking ISRs failed: ${describeThrown(error)}`, 'kafka.server.ReplicaManager');
      });
  };
  let stop = timers.after(lagTimeMaxMs / 2, look);
  return () => stop();
}
