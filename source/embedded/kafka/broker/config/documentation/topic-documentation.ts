import type { TopicConfigName } from '../topic-config.ts';
import { logDocumentation as log } from './log-documentation.ts';

export const topicDocumentation: Readonly<Record<TopicConfigName, string>> = {
  'compression.type':
    'How the topic is compressed: `gzip`, `snappy`, `lz4`, `zstd`, `uncompressed`, or `producer` for what the producer chose.',
  'leader.replication.throttled.replicas':
    'The replicas whose reads from the leader are throttled, as `partition:broker`, separated by commas, or `*` for all.',
  'message.downconversion.enable': log['log.message.downconversion.enable'],
  'min.insync.replicas': log['min.insync.replicas'],
  'segment.jitter.ms':
    'A random time of up to this is taken off the age at which a segment is closed, so that not all are closed at once.',
  'cleanup.policy': log['log.cleanup.policy'],
  'flush.ms':
    'How long a record may stay in memory before it is forced to disk. Replication makes this unnecessary.',
  'follower.replication.throttled.replicas':
    'The replicas whose fetches are throttled, as `partition:broker`, separated by commas, or `*` for all.',
  'segment.bytes': 'The size at which a segment is closed and a new one begun.',
  'retention.ms': 'How long records are kept under the policy `delete`; -1 for ever.',
  'flush.messages':
    'How many records are appended before they are forced to disk. Replication makes this unnecessary.',
  'message.format.version': log['log.message.format.version'],
  'max.compaction.lag.ms': log['log.cleaner.max.compaction.lag.ms'],
  'file.delete.delay.ms': log['log.segment.delete.delay.ms'],
  'max.message.bytes':
    'The largest batch of records that the topic accepts, in bytes, compressed as it arrives.',
  'min.compaction.lag.ms': log['log.cleaner.min.compaction.lag.ms'],
  'message.timestamp.type': log['log.message.timestamp.type'],
  preallocate: log['log.preallocate'],
  'min.cleanable.dirty.ratio':
    'The share of the log that must be uncompacted before the cleaner takes it up, from 0 to 1.',
  'index.interval.bytes': log['log.index.interval.bytes'],
  'unclean.leader.election.enable':
    'Whether a replica that is not in sync may become leader where no other is left. Records can be lost.',
  'retention.bytes':
    'How large the log of each partition may grow under the policy `delete` before its oldest segments are deleted; -1 for no limit.',
  'delete.retention.ms':
    'How long tombstones and markers of transactions are kept in a compacted topic, so that a reader from the beginning can see them.',
  'segment.ms': 'The age at which a segment is closed, full or not.',
  'message.timestamp.difference.max.ms': log['log.message.timestamp.difference.max.ms'],
  'segment.index.bytes': log['log.index.size.max.bytes'],
};
