import { defaultGroupConfig, type GroupConfig } from '../../groups/group-config.ts';

/** The supported broker settings. Times in ms, sizes in bytes; the defaults are Kafka 3.3's. */
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
  readonly group: GroupConfig;
}

/** A value in `server.properties` with which Kafka would refuse to start. */
export class SettingsError extends Error {
  constructor(name: string, value: string, why: string) {
    super(`Invalid value ${value} for configuration ${name}: ${why}`);
    this.name = 'SettingsError';
  }
}

export function readSettings(properties: Readonly<Record<string, string>>): BrokerSettings {
  const integer = (name: string, fallback: number, least = 0): number => {
    const text = properties[name];
    if (text === undefined) return fallback;
    const value = Number(text.trim());
    if (!/^\s*-?\d+\s*$/.test(text) || !Number.isSafeInteger(value))
      throw new SettingsError(name, text, 'Not a number of type INT');
    if (value < least) throw new SettingsError(name, text, `Value must be at least ${least}`);
    return value;
  };
  const boolean = (name: string, fallback: boolean): boolean => {
    const text = properties[name]?.trim().toLowerCase();
    if (text === undefined) return fallback;
    if (text !== 'true' && text !== 'false')
      throw new SettingsError(name, text, 'Expected value to be either true or false');
    return text === 'true';
  };
  const zookeeperSessionTimeoutMs = integer('zookeeper.session.timeout.ms', 18_000, 1);
  return {
    numPartitions: integer('num.partitions', 1, 1),
    defaultReplicationFactor: integer('default.replication.factor', 1, 1),
    autoCreateTopics: boolean('auto.create.topics.enable', true),
    deleteTopics: boolean('delete.topic.enable', true),
    minInsyncReplicas: integer('min.insync.replicas', 1, 1),
    offsetsTopicReplicationFactor: integer('offsets.topic.replication.factor', 3, 1),
    autoLeaderRebalance: boolean('auto.leader.rebalance.enable', true),
    leaderImbalanceCheckMs: integer('leader.imbalance.check.interval.seconds', 300, 1) * 1000,
    leaderImbalancePercentage: integer('leader.imbalance.per.broker.percentage', 10),
    cleanerBackoffMs: integer('log.cleaner.backoff.ms', 15_000, 1),
    retentionCheckMs: integer('log.retention.check.interval.ms', 300_000, 1),
    replicaLagTimeMaxMs: integer('replica.lag.time.max.ms', 30_000, 1),
    zookeeperSessionTimeoutMs,
    zookeeperConnectionTimeoutMs: integer('zookeeper.connection.timeout.ms', zookeeperSessionTimeoutMs, 1),
    controlledShutdown: boolean('controlled.shutdown.enable', true),
    maxConnections: integer('max.connections', 2 ** 31 - 1),
    maxConnectionsPerIp: integer('max.connections.per.ip', 2 ** 31 - 1),
    requestMaxBytes: integer('socket.request.max.bytes', 104_857_600, 1),
    messageMaxBytes: integer('message.max.bytes', 1_048_588),
    fetchMaxBytes: integer('fetch.max.bytes', 57_671_680, 1024),
    group: {
      initialRebalanceDelayMs: integer(
        'group.initial.rebalance.delay.ms',
        defaultGroupConfig.initialRebalanceDelayMs,
      ),
      minSessionTimeoutMs: integer('group.min.session.timeout.ms', defaultGroupConfig.minSessionTimeoutMs),
      maxSessionTimeoutMs: integer('group.max.session.timeout.ms', defaultGroupConfig.maxSessionTimeoutMs),
      maxSize: integer('group.max.size', defaultGroupConfig.maxSize, 1),
      maxOffsetMetadataBytes: integer('offset.metadata.max.bytes', defaultGroupConfig.maxOffsetMetadataBytes),
      offsetsPartitions: integer('offsets.topic.num.partitions', defaultGroupConfig.offsetsPartitions, 1),
    },
  };
}
