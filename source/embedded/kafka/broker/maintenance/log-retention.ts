import { inLaterTurn } from '../../../bounds/lanes/cluster.ts';
import { mostDropped } from '../../log/partition-log.ts';
import type { BrokerLog } from '../../log4j.ts';
import { KafkaError } from '../../messages/errors.ts';
import type { Timers } from '../../timers.ts';
import type { SharedCluster } from '../cluster/shared-cluster.ts';
import type { CurrentConfig } from '../config/dynamic/current-config.ts';
import { effectiveValue, hasCleanupPolicy } from '../config/topic-config.ts';
import type { Partition } from '../storage/partition.ts';
import { watchLedLogs } from './watch-led-logs.ts';

/**
 * Deletes old segments of the partitions this broker leads, every `log.retention.check.interval.ms`, by the topic's current
 * `retention.ms` and `retention.bytes`. Topics that are only compacted are skipped. Returns the stop function.
 */
export function watchRetention(options: {
  readonly brokerId: number;
  readonly cluster: SharedCluster;
  readonly config: CurrentConfig;
  readonly timers: Timers;
  readonly log: BrokerLog;
}): () => void {
  const { brokerId, cluster, config, timers, log } = options;
  const fail = ({ topic, partition: index }: Partition, error: KafkaError) =>
    log('ERROR', `Segments of ${topic}-${index} stay: ${error.message}`, 'kafka.log.LogManager');
  const drop = (partition: Partition) => {
    const own = cluster.image.topics.get(partition.topic)?.config ?? {};
    const { properties } = config;
    const value = (name: string) => effectiveValue(name, own, properties);
    if (!hasCleanupPolicy('delete', own, properties)) return;
    const before = partition.startOffset;
    const dropped = partition.dropOldSegments(
      Number(value('retention.ms')),
      Number(value('retention.bytes')),
    );
    if (dropped === 0) return;
    if (dropped === mostDropped) inLaterTurn(() => dropRest(partition), partition);
    const place = `[UnifiedLog partition=${partition.topic}-${partition.partition}]`;
    log(
      'INFO',
      `${place} Incremented log start offset from ${before} to ${partition.startOffset} due to segment deletion (${dropped})`,
      'kafka.log.UnifiedLog',
    );
  };
  /** The same where there may be more, unless another broker leads by now. */
  const dropRest = (partition: Partition) => {
    if (partition.state?.leader !== brokerId) return;
    try {
      drop(partition);
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      fail(partition, error);
    }
  };
  return watchLedLogs({
    brokerId,
    cluster,
    everyMs: () => config.settings.retentionCheckMs,
    timers,
    tend: drop,
    onFailure: fail,
  });
}
