import type { replicationSettings } from '../settings/replication-settings.ts';

export const replicationDocumentation: Readonly<Record<keyof typeof replicationSettings, string>> = {
  'controller.socket.timeout.ms': 'How long the controller waits for a broker to answer.',
  'default.replication.factor': 'How many replicas a topic that is created automatically has.',
  'replica.lag.time.max.ms':
    'How long a follower may be behind the end of the leader’s log before it leaves the in-sync replicas.',
  'replica.socket.timeout.ms':
    'How long a follower waits for the leader to answer; at least `replica.fetch.wait.max.ms`.',
  'replica.socket.receive.buffer.bytes': 'The size of the receive buffer of a follower’s connection.',
  'replica.fetch.max.bytes':
    'How many bytes a follower fetches of one partition. A larger batch is still returned where it is the first.',
  'replica.fetch.wait.max.ms':
    'How long the leader may let a follower wait for new records. It must be below `replica.lag.time.max.ms`.',
  'replica.fetch.backoff.ms': 'How long a follower waits after a fetch that failed.',
  'replica.fetch.min.bytes': 'How many bytes a fetch of a follower waits for.',
  'replica.fetch.response.max.bytes': 'How many bytes a follower fetches of all partitions together.',
  'num.replica.fetchers': 'How many threads fetch from each leader.',
  'replica.high.watermark.checkpoint.interval.ms': 'How often the high watermarks are noted on disk.',
  'fetch.purgatory.purge.interval.requests':
    'After how many requests the finished ones are swept out of those that wait for records.',
  'producer.purgatory.purge.interval.requests':
    'After how many requests the finished ones are swept out of those that wait for replicas.',
  'delete.records.purgatory.purge.interval.requests':
    'After how many requests the finished ones are swept out of the deletions that wait for replicas.',
  'auto.leader.rebalance.enable':
    'Whether the controller gives leadership back to preferred replicas from time to time.',
  'leader.imbalance.per.broker.percentage':
    'The share of a broker’s partitions, in percent, that may be led by others before the controller acts.',
  'leader.imbalance.check.interval.seconds': 'How often the controller looks for such an imbalance.',
  'unclean.leader.election.enable':
    'Whether a replica that is not in sync may become leader where no other is left. Records can be lost.',
  'security.inter.broker.protocol':
    'The security protocol between brokers. It excludes `inter.broker.listener.name`.',
  'inter.broker.protocol.version':
    'The version of the protocol between brokers. During an upgrade it stays at the old one until all brokers are new.',
  'inter.broker.listener.name':
    'The listener between brokers. Without a value, the one whose protocol is `security.inter.broker.protocol`.',
  'replica.selector.class':
    'A class that chooses the replica from which a consumer reads. Without a value, the leader.',
  'controlled.shutdown.max.retries': 'How often a controlled shutdown that failed is tried again.',
  'controlled.shutdown.retry.backoff.ms': 'How long the broker waits before it tries again.',
  'controlled.shutdown.enable': 'Whether a broker hands over its leaderships before it ends.',
};
