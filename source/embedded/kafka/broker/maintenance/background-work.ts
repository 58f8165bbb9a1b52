import type { BrokerLog } from '../../log4j.ts';
import type { Timers } from '../../timers.ts';
import type { SharedCluster } from '../cluster/shared-cluster.ts';
import type { CurrentConfig } from '../config/dynamic/current-config.ts';
import type { StorageFailure } from '../storage/log-dir-failure.ts';
import type { LogDirectories } from '../storage/log-directories.ts';
import { watchCheckpoint } from './checkpoint.ts';
import { watchFollowers } from './isr-maintenance.ts';
import { watchLeaders } from './leader-rebalance.ts';
import { watchCompaction } from './log-cleaner.ts';
import { watchRetention } from './log-retention.ts';

/** A running broker's periodic tasks. Returns the stop function. */
export function startBackgroundWork(options: {
  readonly brokerId: number;
  readonly config: CurrentConfig;
  readonly cluster: SharedCluster;
  readonly directories: LogDirectories;
  readonly timers: Timers;
  readonly log: BrokerLog;
  readonly onStorageFailure: (failure: StorageFailure) => void;
}): (() => void)[] {
  const { brokerId, config, cluster, directories, timers, log, onStorageFailure } = options;
  const { settings } = config;
  return [
    watchCheckpoint({ brokerId, cluster, directories, timers, onFailure: onStorageFailure }),
    watchRetention({ brokerId, cluster, config, timers, log }),
    watchCompaction({ brokerId, cluster, config, timers, log }),
    watchFollowers({ brokerId, cluster, lagTimeMaxMs: settings.replicaLagTimeMaxMs, timers, log }),
    watchLeaders(brokerId, cluster, settings, timers, log),
  ];
}
