import type { BrokerConfig } from '../../broker-api.ts';
import type { BrokerLog } from '../../log4j.ts';
import type { Timers } from '../../timers.ts';
import type { SharedCluster } from '../cluster/shared-cluster.ts';
import type { BrokerSettings } from '../config/broker-settings.ts';
import type { StorageFailure } from '../storage/log-dir-failure.ts';
import { watchCheckpoint } from './checkpoint.ts';
import { watchFollowers } from './isr-maintenance.ts';
import { watchLeaders } from './leader-rebalance.ts';
import { watchCompaction } from './log-cleaner.ts';
import { watchRetention } from './log-retention.ts';

/** A running broker's periodic tasks. Returns the stop function. */
export function startBackgroundWork(options: {
  readonly config: BrokerConfig;
  readonly settings: BrokerSettings;
  readonly cluster: SharedCluster;
  readonly timers: Timers;
  readonly log: BrokerLog;
  readonly onStorageFailure: (failure: StorageFailure) => void;
}): (() => void)[] {
  const { config, settings, cluster, timers, log, onStorageFailure } = options;
  const { brokerId, properties, dataDirectory } = config;
  return [
    watchCheckpoint({ brokerId, cluster, dataDirectory, timers, onFailure: onStorageFailure }),
    watchRetention({ brokerId, cluster, settings, properties, timers, log }),
    watchCompaction({ brokerId, cluster, everyMs: settings.cleanerBackoffMs, properties, timers, log }),
    watchFollowers({ brokerId, cluster, lagTimeMaxMs: settings.replicaLagTimeMaxMs, timers, log }),
    watchLeaders(brokerId, cluster, settings, timers, log),
  ];
}
