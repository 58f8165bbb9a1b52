import type { Timers } from '../../timers.ts';
import type { SharedCluster } from '../cluster/shared-cluster.ts';
import type { BrokerSettings } from '../config/broker-settings.ts';

const firstCheckMs = 5000;

/**
 * While this broker is the controller, leaders go back to their preferred replicas (`auto.leader.rebalance.enable`). Returns what
 * ends the watch.
 */
export function watchLeaders(
  brokerId: number,
  cluster: SharedCluster,
  settings: BrokerSettings,
  timers: Timers,
): () => void {
  const { autoLeaderRebalance, leaderImbalanceCheckMs, leaderImbalancePercentage } = settings;
  if (!autoLeaderRebalance) return () => {};
  const look = () => {
    stop = timers.after(leaderImbalanceCheckMs, look);
    const { controller } = cluster;
    if (controller?.active && controller.brokerId === brokerId)
      controller.rebalanceLeaders(leaderImbalancePercentage).catch(() => undefined);
  };
  let stop = timers.after(Math.min(firstCheckMs, leaderImbalanceCheckMs), look);
  return () => stop();
}
