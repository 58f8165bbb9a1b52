import type { coordinatorSettings } from '../settings/coordinator-settings.ts';

export const coordinatorDocumentation: Readonly<Record<keyof typeof coordinatorSettings, string>> = {
  'group.min.session.timeout.ms': 'The shortest session timeout that a member of a group may ask for.',
  'group.max.session.timeout.ms': 'The longest session timeout that a member of a group may ask for.',
  'group.initial.rebalance.delay.ms':
    'How long the coordinator waits for more members before the first rebalance of an empty group.',
  'group.max.size': 'How many members a group may have.',
  'offset.metadata.max.bytes': 'The longest text that may be committed with an offset, in bytes.',
  'offsets.load.buffer.size': 'How many bytes are read at once while committed offsets are loaded.',
  'offsets.topic.replication.factor':
    'How many replicas `__consumer_offsets` has. The topic is not created while there are fewer brokers.',
  'offsets.topic.num.partitions':
    'How many partitions `__consumer_offsets` has. It must not change once the topic exists.',
  'offsets.topic.segment.bytes': 'The size of the segments of `__consumer_offsets`.',
  'offsets.topic.compression.codec':
    'How `__consumer_offsets` is compressed: 0 not at all, 1 gzip, 2 snappy, 3 LZ4, 4 zstd.',
  'offsets.retention.minutes':
    'How long the committed offsets of a group are kept after its last member has left, or after the last commit where it has none.',
  'offsets.retention.check.interval.ms':
    'How often the coordinator looks for committed offsets that expired.',
  'offsets.commit.timeout.ms':
    'How long a commit waits for the replicas of `__consumer_offsets` before it fails.',
  'offsets.commit.required.acks':
    'The acknowledgements that a commit waits for; -1 for all in-sync replicas.',
  'delete.topic.enable': 'Whether topics can be deleted.',
  'compression.type':
    'How topics are compressed: `gzip`, `snappy`, `lz4`, `zstd`, `uncompressed`, or `producer` for what the producer chose.',
  'transactional.id.expiration.ms': 'How long a transactional id is kept without a transaction of it.',
  'transaction.max.timeout.ms':
    'The longest timeout of a transaction that a producer may ask for; a longer one gets INVALID_TRANSACTION_TIMEOUT.',
  'transaction.state.log.min.isr': 'The `min.insync.replicas` of `__transaction_state`.',
  'transaction.state.log.load.buffer.size': 'How many bytes are read at once while transactions are loaded.',
  'transaction.state.log.replication.factor':
    'How many replicas `__transaction_state` has. The topic is not created while there are fewer brokers.',
  'transaction.state.log.num.partitions':
    'How many partitions `__transaction_state` has. It must not change once the topic exists.',
  'transaction.state.log.segment.bytes': 'The size of the segments of `__transaction_state`.',
  'transaction.abort.timed.out.transaction.cleanup.interval.ms':
    'How often the coordinator aborts transactions that took too long.',
  'transaction.remove.expired.transaction.cleanup.interval.ms':
    'How often the coordinator forgets transactional ids that expired.',
  'max.incremental.fetch.session.cache.slots': 'How many incremental fetch sessions the broker keeps.',
  'fetch.max.bytes':
    'How many bytes the broker returns for one fetch, whatever the consumer asks for; at least 1024.',
};
