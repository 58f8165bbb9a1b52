import type { IsrShrink } from '../../controller/controller.ts';
import { isControllerLoss } from '../../controller/controller-loss.ts';
import type { BrokerLog } from '../../log4j.ts';
import type { Timers } from '../../timers.ts';
import type { SharedCluster } from '../cluster/shared-cluster.ts';
import { describeThrown } from '../storage/log-dir-failure.ts';

/**
 * A leader's watch over its followers: one that has not had everything for `replica.lag.time.max.ms` is taken out of the
 * ISR, as the broker's `isr-expiration` task does it. Returns what ends the watch.
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
    // Without a controller, or with one that is about to go, the next look tries again.
    if (shrinks.length > 0)
      cluster.controller?.shrinkIsr(shrinks).catch((error: unknown) => {
        if (!isControllerLoss(error))
          log('ERROR', `Shrinking ISRs failed: ${describeThrown(error)}`, 'kafka.server.ReplicaManager');
      });
  };
  let stop = timers.after(lagTimeMaxMs / 2, look);
  return () => stop();
}
