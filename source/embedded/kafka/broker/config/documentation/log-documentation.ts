import type { logSettings } from '../settings/log-settings.ts';

export const logDocumentation: Readonly<Record<keyof typeof logSettings, string>> = {
  'num.partitions': 'How many partitions a topic has where its creator does not say.',
  'log.dir': 'The directory of the logs; `log.dirs` comes before it.',
  'log.dirs': 'The directories of the logs, separated by commas. Without a value, that of `log.dir`.',
  'log.segment.bytes': 'The size at which a segment of a log is closed and a new one begun.',
  'log.roll.ms': 'The age at which a segment is closed. Without a value, `log.roll.hours` applies.',
  'log.roll.hours': 'The age at which a segment is closed, in hours; `log.roll.ms` comes before it.',
  'log.roll.jitter.ms':
    'A random time of up to this is taken off the age at which a segment is closed. Without a value, `log.roll.jitter.hours` applies.',
  'log.roll.jitter.hours':
    'A random time of up to this, in hours, is taken off the age at which a segment is closed; `log.roll.jitter.ms` comes before it.',
  'log.retention.ms':
    'How long records are kept; -1 for ever. Without a value, `log.retention.minutes` applies.',
  'log.retention.minutes':
    'How long records are kept, in minutes. Without a value, `log.retention.hours` applies; `log.retention.ms` comes before it.',
  'log.retention.hours':
    'How long records are kept, in hours; `log.retention.ms` and `log.retention.minutes` come before it.',
  'log.retention.bytes':
    'How large the log of a partition may grow before its oldest segments are deleted; -1 for no limit.',
  'log.retention.check.interval.ms': 'How often the broker looks for segments to delete.',
  'log.cleanup.policy':
    'What happens to old segments: `delete` drops them by age or size, `compact` keeps the last record of each key. Both may be given.',
  'log.cleaner.threads': 'How many threads compact logs.',
  'log.cleaner.io.max.bytes.per.second':
    'How fast the cleaner may read and write, both together, in bytes per second.',
  'log.cleaner.dedupe.buffer.size':
    'The memory in which all cleaner threads note the keys that they have seen, in bytes.',
  'log.cleaner.io.buffer.size': 'The memory for the reads and writes of all cleaner threads, in bytes.',
  'log.cleaner.io.buffer.load.factor':
    'How full the table of keys may be: more keys fit in one pass, with more collisions.',
  'log.cleaner.backoff.ms': 'How long the cleaner waits where there is nothing to compact.',
  'log.cleaner.min.cleanable.ratio':
    'The share of a log that must be uncompacted before the cleaner takes it up, from 0 to 1.',
  'log.cleaner.enable':
    'Whether the cleaner runs. Without it, compacted topics, the committed offsets among them, grow for ever.',
  'log.cleaner.delete.retention.ms':
    'How long tombstones and markers of transactions are kept in compacted topics, so that a reader from the beginning can see them.',
  'log.cleaner.min.compaction.lag.ms': 'How long a record stays uncompacted at least.',
  'log.cleaner.max.compaction.lag.ms': 'How long a record may stay uncompacted at most.',
  'log.index.size.max.bytes': 'The largest size of the index of a segment, in bytes.',
  'log.index.interval.bytes': 'How many bytes of records lie between two entries of the index.',
  'log.flush.interval.messages':
    'How many records are appended to a partition before they are forced to disk.',
  'log.segment.delete.delay.ms': 'How long the file of a deleted segment stays on disk.',
  'log.flush.scheduler.interval.ms': 'How often the broker looks for logs to be forced to disk.',
  'log.flush.interval.ms':
    'How long a record may stay in memory before it is forced to disk. Without a value, `log.flush.scheduler.interval.ms` applies.',
  'log.flush.offset.checkpoint.interval.ms':
    'How often the broker notes up to where logs are on disk, which is where recovery begins.',
  'log.flush.start.offset.checkpoint.interval.ms': 'How often the broker notes where logs begin.',
  'log.preallocate': 'Whether the file of a new segment gets its whole size at once.',
  'num.recovery.threads.per.data.dir':
    'How many threads for each directory recover logs at the start and force them to disk at the end.',
  'auto.create.topics.enable': 'Whether a topic is created when a client asks for one that does not exist.',
  'min.insync.replicas':
    'How many replicas must be in sync for a producer with `acks=all` to succeed; with fewer it gets NOT_ENOUGH_REPLICAS.',
  'log.message.format.version':
    'The version of the format in which records are stored; it no longer has an effect from an `inter.broker.protocol.version` of 3.0 on.',
  'log.message.timestamp.type':
    'Whose clock stamps the records: the producer’s (`CreateTime`) or the broker’s (`LogAppendTime`).',
  'log.message.timestamp.difference.max.ms':
    'How far a record’s time may be from the broker’s clock before the record is refused. It applies to `CreateTime` alone.',
  'create.topic.policy.class.name':
    'A class that may refuse new topics, an `org.apache.kafka.server.policy.CreateTopicPolicy`.',
  'alter.config.policy.class.name':
    'A class that may refuse changed settings, an `org.apache.kafka.server.policy.AlterConfigPolicy`.',
  'log.message.downconversion.enable':
    'Whether records are converted for consumers that know an older format only; where not, these get UNSUPPORTED_VERSION.',
};
