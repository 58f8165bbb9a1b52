import type { GroupConfig } from '../../groups/group-config.ts';
import { KafkaConfig } from './kafka-config.ts';

/** The settings of a broker that mean something here. Times in ms, sizes in bytes. */
export interface BrokerSettings {
  readonly numPartitions: number;
  readonly defaultReplicationFactor: number;
  readonly autoCreateTopics: boolean;
  readonly deleteTopics: boolean;
  readonly minInsyncReplicas: number;
  readonly offsetsTopicReplicationFactor: number;
  /** `log.cleaner.backoff.ms` */
  readonly cleanerBackoffMs: number;
  /** `log.retention.check.interval.ms` */
  readonly retentionCheckMs: number;
  readonly replicaLagTimeMaxMs: number;
  readonly autoLeaderRebalance: boolean;
  readonly leaderImbalanceCheckMs: number;
  readonly leaderImbalancePercentage: number;
  readonly zookeeperSessionTimeoutMs: number;
  readonly zookeeperConnectionTimeoutMs: number;
  readonly controlledShutdown: boolean;
  readonly requestMaxBytes: number;
  /** `max.connections` and `max.connections.per.ip` */
  readonly maxConnections: number;
  readonly maxConnectionsPerIp: number;
  readonly messageMaxBytes: number;
  readonly fetchMaxBytes: number;
  /** `max.incremental.fetch.session.cache.slots` */
  readonly fetchSessionSlots: number;
  readonly offsetsCommit: {
    /** `offsets.commit.timeout.ms` */
    readonly timeoutMs: number;
    /** `offsets.commit.required.acks` */
    readonly requiredAcks: number;
  };
  readonly group: GroupConfig;
}

/** The longest that a timer of Node runs. */
const longestMs = 2 ** 31 - 1;

/**
 * The settings of a configuration. Kafka takes some values with which nothing could wait, such as a
 * session of 0 ms, and more than a timer can: those count as the nearest that works.
 */
export function settingsOf(config: KafkaConfig): BrokerSettings {
  const positive = (value: number | bigint) => Math.min(longestMs, Math.max(1, Number(value)));
  const session = config.number('zookeeper.session.timeout.ms');
  return {
    numPartitions: config.number('num.partitions'),
    defaultReplicationFactor: config.number('default.replication.factor'),
    autoCreateTopics: config.boolean('auto.create.topics.enable'),
    deleteTopics: config.boolean('delete.topic.enable'),
    minInsyncReplicas: config.number('min.insync.replicas'),
    offsetsTopicReplicationFactor: config.number('offsets.topic.replication.factor'),
    autoLeaderRebalance: config.boolean('auto.leader.rebalance.enable'),
    leaderImbalanceCheckMs: positive(config.long('leader.imbalance.check.interval.seconds') * 1000n),
    leaderImbalancePercentage: config.number('leader.imbalance.per.broker.percentage'),
    cleanerBackoffMs: positive(config.long('log.cleaner.backoff.ms')),
    retentionCheckMs: positive(config.long('log.retention.check.interval.ms')),
    replicaLagTimeMaxMs: positive(config.long('replica.lag.time.max.ms')),
    zookeeperSessionTimeoutMs: positive(session),
    zookeeperConnectionTimeoutMs: positive(
      config.optionalNumber('zookeeper.connection.timeout.ms') ?? session,
    ),
    controlledShutdown: config.boolean('controlled.shutdown.enable'),
    maxConnections: config.number('max.connections'),
    maxConnectionsPerIp: config.number('max.connections.per.ip'),
    requestMaxBytes: config.number('socket.request.max.bytes'),
    messageMaxBytes: config.number('message.max.bytes'),
    fetchMaxBytes: config.number('fetch.max.bytes'),
    fetchSessionSlots: config.number('max.incremental.fetch.session.cache.slots'),
    offsetsCommit: {
      timeoutMs: config.number('offsets.commit.timeout.ms'),
      requiredAcks: config.number('offsets.commit.required.acks'),
    },
    group: {
      initialRebalanceDelayMs: config.number('group.initial.rebalance.delay.ms'),
      minSessionTimeoutMs: config.number('group.min.session.timeout.ms'),
      maxSessionTimeoutMs: config.number('group.max.session.timeout.ms'),
      maxSize: config.number('group.max.size'),
      maxOffsetMetadataBytes: config.number('offset.metadata.max.bytes'),
      offsetsPartitions: config.number('offsets.topic.num.partitions'),
    },
  };
}

/** Reads them by Kafka's own types and defaults. Throws ConfigException. */
export function readSettings(properties: Readonly<Record<string, string>>): BrokerSettings {
  return settingsOf(new KafkaConfig(properties));
}
