import { assignorsOf, usualStrategy } from './assignment/assignors.ts';
import { ClientConfig, configError, type Properties } from './client-config.ts';
import type { MemberSettings } from './group-member.ts';
import type { FetchLimits, OffsetReset } from './partition-fetcher.ts';

/** The settings of a consumer that mean something here; times in ms. */
export interface ConsumerSettings {
  readonly clientId: string;
  readonly member: MemberSettings;
  readonly fetch: FetchLimits;
  readonly reset: OffsetReset;
  readonly autoCommit: boolean;
  readonly autoCommitIntervalMs: number;
  readonly autoCreateTopics: boolean;
  readonly excludeInternalTopics: boolean;
  /** How often a pattern looks for new topics. */
  readonly metadataMaxAgeMs: number;
}

/** Kafka 3.3's ConsumerConfig: its defaults, ranges and cross-checks. Throws JavaError. */
export function consumerSettings(properties: Properties): ConsumerSettings {
  const config = new ClientConfig(properties);
  const heartbeatIntervalMs = config.integer('heartbeat.interval.ms', 3000, 0);
  const sessionTimeoutMs = config.integer('session.timeout.ms', 45_000, 0);
  if (heartbeatIntervalMs >= sessionTimeoutMs && config.has('heartbeat.interval.ms'))
    throw configError('Heartbeat must be set lower than the session timeout');
  const isolation = config.oneOf('isolation.level', 'read_uncommitted', [
    'read_committed',
    'read_uncommitted',
  ]);
  return {
    clientId: config.text('client.id', 'consumer-1'),
    member: {
      groupId: config.text('group.id', ''),
      groupInstanceId: config.has('group.instance.id') ? config.text('group.instance.id', '') : null,
      sessionTimeoutMs,
      heartbeatIntervalMs,
      maxPollIntervalMs: config.integer('max.poll.interval.ms', 300_000, 1),
      assignors: assignorsOf(config.text('partition.assignment.strategy', usualStrategy)),
    },
    fetch: {
      isolationLevel: isolation === 'read_committed' ? 1 : 0,
      maxWaitMs: config.integer('fetch.max.wait.ms', 500, 0),
      minBytes: config.integer('fetch.min.bytes', 1, 0),
      maxBytes: config.integer('fetch.max.bytes', 52_428_800, 0),
      partitionMaxBytes: config.integer('max.partition.fetch.bytes', 1_048_576, 0),
    },
    reset: config.oneOf<OffsetReset>('auto.offset.reset', 'latest', ['latest', 'earliest', 'none']),
    autoCommit: config.boolean('enable.auto.commit', true),
    autoCommitIntervalMs: config.integer('auto.commit.interval.ms', 5000, 0),
    autoCreateTopics: config.boolean('allow.auto.create.topics', true),
    excludeInternalTopics: config.boolean('exclude.internal.topics', true),
    metadataMaxAgeMs: config.integer('metadata.max.age.ms', 300_000, 0, 'LONG'),
  };
}
