import { basename, posix } from 'node:path';
import { partitionFolder } from '../kafka/broker/storage/partition-folder.ts';
import type { BrokerOwners } from './check-brokers.ts';
import { type CheckContext, putAside } from './check-context.ts';
import type { CheckedLog } from './check-partitions.ts';
import type { KnownCluster } from './kafka-clusters.ts';

/**
 * Quarantines the records of each partition whose brokers have all lost their directories: these brokers begin with nothing, and nobody else
 * has a replica. `isDirectoryGone`: one is gone that was there when the last cluster ended in good order, of whichever broker;
 * after a SIGKILL, the brokers that ZooKeeper still has had one.
 */
export function checkLostReplicas(
  context: CheckContext,
  clusters: readonly KnownCluster[],
  logs: readonly CheckedLog[],
  { brokers, gone, hasUnknown }: BrokerOwners,
  isDirectoryGone: boolean,
): void {
  // Whose they are shows when the brokers begin.
  if (hasUnknown) return;
  const { quarantine } = context;
  const byName = new Map(logs.map((log) => [basename(log.path), log]));
  for (const { id, topics, registered } of clusters) {
    if (id === undefined) continue;
    const owners = brokers.get(id);
    const isLost = (broker: number) =>
      owners?.has(broker) !== true &&
      (isDirectoryGone ||
        registered.has(broker) ||
        gone.some(({ clusterId, brokerId }) => clusterId === id && brokerId === broker));
    for (const { name, topicId, replicas } of topics)
      for (const [partition, ids] of replicas) {
        const log = byName.get(partitionFolder(name, partition, topicId));
        if (log === undefined || quarantine.has(log.path) || !posix.dirname(log.path).includes(`/${id}-`))
          continue;
        const records = log.endOffset - log.startOffset;
        if (records > 0 && ids.every(isLost))
          putAside(context, log.path, lostRecords(name, partition, ids, records), 'send them again');
      }
  }
}

function lostRecords(topic: string, partition: number, ids: readonly number[], records: number): string {
  const whose = ids.length === 1 ? `broker ${ids[0]} has` : `brokers ${ids.join(', ')} have`;
  return `has ${records} records of partition \`${topic}-${partition}\`, and ${whose} lost the directory of the replica`;
}
