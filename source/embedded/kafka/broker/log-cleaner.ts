import type { Timers } from '../groups/timers.ts';
import type { BrokerLog } from './log4j.ts';
import type { Partition } from './partition.ts';
import type { SharedCluster } from './shared-cluster.ts';
import { effectiveValue, hasCleanupPolicy } from './topic-config.ts';
import { watchLedLogs } from './watch-led-logs.ts';

/**
 * Compacts what this broker leads of topics with `cleanup.policy=compact`, every `log.cleaner.backoff.ms`, as the log cleaner's
 * thread does. Returns what ends it.
 */
export function watchCompaction(options: {
  readonly brokerId: number;
  readonly cluster: SharedCluster;
  readonly everyMs: number;
  readonly properties: Readonly<Record<string, string>>;
  readonly timers: Timers;
  readonly log: BrokerLog;
}): () => void {
  const { brokerId, cluster, everyMs, properties, timers, log } = options;
  const clean = (partition: Partition) => {
    const own = cluster.image.topics.get(partition.topic)?.config ?? {};
    if (!hasCleanupPolicy('compact', own, properties) || partition.endOffset === 0) return;
    const value = (name: string) => Number(effectiveValue(name, own, properties));
    const now = timers.now();
    const freed = partition.log.compact({
      upTo: partition.highWatermark,
      before: now - value('min.compaction.lag.ms') + 1,
      tombstonesBefore: now - value('delete.retention.ms'),
      dirtyRatio: value('min.cleanable.dirty.ratio'),
    });
    if (freed > 0)
      log(
        'INFO',
        `[kafka-log-cleaner-thread-0]: Log ${partition.topic}-${partition.partition} cleaned: ${freed} bytes freed`,
        'kafka.log.LogCleaner',
      );
  };
  return watchLedLogs({
    brokerId,
    cluster,
    everyMs,
    timers,
    tend: clean,
    onFailure: ({ topic, partition: index }, error) =>
      log('ERROR', `${topic}-${index} cannot be cleaned: ${error.message}`, 'kafka.log.LogCleaner'),
  });
}
