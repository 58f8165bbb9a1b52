import { nextTurn, runInSlices } from '../../../bounds/lanes/cluster.ts';
import type { BrokerLog } from '../../log4j.ts';
import type { Timers } from '../../timers.ts';
import type { SharedCluster } from '../cluster/shared-cluster.ts';
import type { CurrentConfig } from '../config/dynamic/current-config.ts';
import { effectiveValue, hasCleanupPolicy } from '../config/topic-config.ts';
import type { Partition } from '../storage/partition.ts';
import { watchLedLogs } from './watch-led-logs.ts';

/**
 * Compacts the partitions this broker leads of topics with `cleanup.policy=compact`, every `log.cleaner.backoff.ms`, like the log cleaner
 * thread. Returns the stop function.
 */
export function watchCompaction(options: {
  readonly brokerId: number;
  readonly cluster: SharedCluster;
  readonly config: CurrentConfig;
  readonly timers: Timers;
  readonly log: BrokerLog;
}): () => void {
  const { brokerId, cluster, config, timers, log } = options;
  /** Compacting a large log takes time, so it yields to the event loop. */
  const underWay = new Set<Partition>();
  const tell = ({ topic, partition: index }: Partition, freed: number) => {
    if (freed === 0) return;
    const what = `Log ${topic}-${index} cleaned: ${freed} bytes freed`;
    log('INFO', `[kafka-log-cleaner-thread-0]: ${what}`, 'kafka.log.LogCleaner');
  };
  const fail = ({ topic, partition: index }: Partition, error: Error) =>
    log('ERROR', `${topic}-${index} cannot be cleaned: ${error.message}`, 'kafka.log.LogCleaner');
  const clean = (partition: Partition) => {
    const own = cluster.image.topics.get(partition.topic)?.config ?? {};
    const { properties } = config;
    if (!hasCleanupPolicy('compact', own, properties) || partition.endOffset === 0) return;
    const value = (name: string) => Number(effectiveValue(name, own, properties));
    if (underWay.has(partition)) return;
    const now = timers.now();
    const steps = partition.log.compactInSteps({
      upTo: partition.highWatermark,
      before: now - value('min.compaction.lag.ms') + 1,
      tombstonesBefore: now - value('delete.retention.ms'),
      dirtyRatio: value('min.cleanable.dirty.ratio'),
    });
    underWay.add(partition);
    // Many partitions may be due at once: each begins in a turn of its own.
    nextTurn()
      .then(() => (partition.state?.leader === brokerId ? runInSlices(steps) : 0))
      .then((freed) => tell(partition, freed))
      .catch((error: unknown) => fail(partition, error as Error))
      .finally(() => underWay.delete(partition));
  };
  return watchLedLogs({
    brokerId,
    cluster,
    everyMs: () => config.settings.cleanerBackoffMs,
    timers,
    tend: clean,
    onFailure: fail,
  });
}
