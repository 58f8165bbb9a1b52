import { isControllerLoss } from '../../controller/controller-loss.ts';
import type { BrokerLog } from '../../log4j.ts';
import type { Timers } from '../../timers.ts';
import type { SharedCluster } from '../cluster/shared-cluster.ts';
import type { BrokerSettings } from '../config/broker-settings.ts';
import { describeThrown } from '../storage/log-dir-failure.ts';

const firstCheckMs = 5000;

/**
 * While this broker is the controller, moves leadership back to preferred replicas (`auto.leader.rebalance.enable`). Returns the stop
 * function.
 */
export function watchLeaders(
  brokerId: number,
  cluster: SharedCluster,
  settings: BrokerSettings,
  timers: Timers,
  log: BrokerLog,
): () => void {
  const { autoLeaderRebalance, leaderImbalanceCheckMs, leaderImbalancePercentage } = settings;
  if (!autoLeaderRebalance) return () => {};
  const look = () => {
    stop = timers.after(leaderImbalanceCheckMs, look);
    const { controller } = cluster;
    if (controller?.active && controller.brokerId === brokerId)
      controller.rebalanceLeaders(leaderImbalancePercentage).catch((error: unknown) => {
        // Without a controller, the next run tries again.
        if (!isControllerLoss(error))
          log(
            'ERROR',
            `Leader rebalance failed: ${describeThrown(error)}`,
            'kafka.controller.KafkaController',
          );
      });
  };
  let stop = timers.after(Math.min(firstCheckMs, leaderImbalanceCheckMs), look);
  return () => stop();
}
