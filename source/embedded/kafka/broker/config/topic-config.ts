import { type ConfigSource, configSources } from '../../messages/describe-configs.ts';
import { KafkaError } from '../../messages/errors.ts';
import { type ConfigLayer, type ConfigSynonym, type Properties, synonymsOf } from './setting-synonyms.ts';

/** The types that DescribeConfigs reports, by their `configType` number. */
const types = { boolean: 1, string: 2, int: 3, long: 5, double: 6, list: 7 } as const;
type ConfigType = keyof typeof types;

interface Definition {
  readonly type: ConfigType;
  readonly initial: string;
  /** The broker setting that applies where the topic has none. */
  readonly broker: string;
  readonly least?: number;
  readonly most?: number;
  readonly values?: readonly string[];
}

const longMax = '9223372036854775807';
const intMax = '2147483647';

const definitions = {
  'compression.type': {
    type: 'string',
    initial: 'producer',
    broker: 'compression.type',
    values: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'],
  },
  'leader.replication.throttled.replicas': { type: 'list', initial: '', broker: '' },
  'message.downconversion.enable': {
    type: 'boolean',
    initial: 'true',
    broker: 'log.message.downconversion.enable',
  },
  'min.insync.replicas': { type: 'int', initial: '1', broker: 'min.insync.replicas', least: 1 },
  'segment.jitter.ms': { type: 'long', initial: '0', broker: 'log.roll.jitter.ms', least: 0 },
  'cleanup.policy': {
    type: 'list',
    initial: 'delete',
    broker: 'log.cleanup.policy',
    values: ['compact', 'delete'],
  },
  'flush.ms': { type: 'long', initial: longMax, broker: 'log.flush.interval.ms', least: 0 },
  'follower.replication.throttled.replicas': { type: 'list', initial: '', broker: '' },
  'segment.bytes': { type: 'int', initial: '1073741824', broker: 'log.segment.bytes', least: 14 },
  'retention.ms': { type: 'long', initial: '604800000', broker: 'log.retention.ms', least: -1 },
  'flush.messages': { type: 'long', initial: longMax, broker: 'log.flush.interval.messages', least: 1 },
  'message.format.version': { type: 'string', initial: '3.0-IV1', broker: 'log.message.format.version' },
  'max.compaction.lag.ms': {
    type: 'long',
    initial: longMax,
    broker: 'log.cleaner.max.compaction.lag.ms',
    least: 1,
  },
  'file.delete.delay.ms': {
    type: 'long',
    initial: '60000',
    broker: 'log.segment.delete.delay.ms',
    least: 0,
  },
  'max.message.bytes': { type: 'int', initial: '1048588', broker: 'message.max.bytes', least: 0 },
  'min.compaction.lag.ms': {
    type: 'long',
    initial: '0',
    broker: 'log.cleaner.min.compaction.lag.ms',
    least: 0,
  },
  'message.timestamp.type': {
    type: 'string',
    initial: 'CreateTime',
    broker: 'log.message.timestamp.type',
    values: ['CreateTime', 'LogAppendTime'],
  },
  preallocate: { type: 'boolean', initial: 'false', broker: 'log.preallocate' },
  'min.cleanable.dirty.ratio': {
    type: 'double',
    initial: '0.5',
    broker: 'log.cleaner.min.cleanable.ratio',
    least: 0,
    most: 1,
  },
  'index.interval.bytes': { type: 'int', initial: '4096', broker: 'log.index.interval.bytes', least: 0 },
  'unclean.leader.election.enable': {
    type: 'boolean',
    initial: 'false',
    broker: 'unclean.leader.election.enable',
  },
  'retention.bytes': { type: 'long', initial: '-1', broker: 'log.retention.bytes' },
  'delete.retention.ms': {
    type: 'long',
    initial: '86400000',
    broker: 'log.cleaner.delete.retention.ms',
    least: 0,
  },
  'segment.ms': { type: 'long', initial: '604800000', broker: 'log.roll.ms', least: 1 },
  'message.timestamp.difference.max.ms': {
    type: 'long',
    initial: longMax,
    broker: 'log.message.timestamp.difference.max.ms',
    least: 0,
  },
  'segment.index.bytes': { type: 'int', initial: '10485760', broker: 'log.index.size.max.bytes', least: 4 },
} satisfies Readonly<Record<string, Definition>>;

export type TopicConfigName = keyof typeof definitions;

/** The configuration of a topic in Kafka 3.3 (LogConfig), by name, in the order in which brokers list it. */
export const topicConfigs: Readonly<Record<string, Definition>> = definitions;

/** Throws INVALID_CONFIG, in Kafka's words, for a name or value that a topic cannot have. */
export function checkTopicConfig(name: string, value: string | null): void {
  const invalid = (why: string) => new KafkaError('INVALID_CONFIG', why);
  const definition = Object.hasOwn(topicConfigs, name) ? topicConfigs[name] : undefined;
  if (!definition) throw invalid(`Unknown topic config name: ${name}`);
  if (value === null) throw invalid(`Null value not supported for topic configs: ${name}`);
  const wrong = (why: string) => invalid(`Invalid value ${value} for configuration ${name}: ${why}`);
  const { type, least, most, values } = definition;
  if (type === 'boolean' && !/^(true|false)$/i.test(value))
    throw wrong('Expected value to be either true or false');
  if (type === 'int' || type === 'long') {
    if (!/^-?\d+$/.test(value.trim())) throw wrong(`Not a number of type ${type.toUpperCase()}`);
    const number = BigInt(value.trim());
    const bound = BigInt(type === 'int' ? intMax : longMax);
    if (number > bound || number < -bound - 1n) throw wrong(`Not a number of type ${type.toUpperCase()}`);
    if (least !== undefined && number < BigInt(least)) throw wrong(`Value must be at least ${least}`);
  }
  if (type === 'double') {
    const number = Number(value);
    if (value.trim() === '' || Number.isNaN(number)) throw wrong('Not a number of type DOUBLE');
    if (number < (least ?? 0) || number > (most ?? Number.POSITIVE_INFINITY))
      throw wrong(`Value must be at least ${least} and at most ${most}`);
  }
  if (values) {
    for (const part of type === 'list' ? partsOfList(value) : [value])
      if (!values.includes(part)) throw wrong(`String must be one of: ${values.join(', ')}`);
  }
}

/** ConfigDef.parseType: a blank value is an empty list. */
const partsOfList = (value: string): string[] =>
  value.trim() === '' ? [] : value.split(',').map((part) => part.trim());

export interface EffectiveConfig {
  readonly name: string;
  readonly value: string;
  /** 1: the topic's own, 2 to 4: the broker's, 5: Kafka's default. */
  readonly source: ConfigSource;
  readonly configType: number;
  readonly synonyms: readonly ConfigSynonym[];
}

/** What a broker has for topics that say nothing themselves: what applies, and where it comes from. */
export interface TopicDefaults {
  readonly properties: Properties;
  readonly layers: readonly ConfigLayer[];
}

/** The effective configuration of a topic: its own settings, then the broker's, then the defaults. */
export function effectiveConfig(own: Properties, { properties, layers }: TopicDefaults): EffectiveConfig[] {
  return Object.entries(topicConfigs).map(([name, { type, broker }]) => {
    const value = effectiveValue(name, own, properties);
    const mine = Object.hasOwn(own, name) ? [{ name, value, source: configSources.topic }] : [];
    const synonyms = [...mine, ...(broker === '' ? [] : synonymsOf(broker, layers))];
    const source = synonyms[0]?.source ?? configSources.default;
    return { name, value, source, configType: types[type], synonyms };
  });
}

/** One effective value of a topic, as in {@link effectiveConfig}. */
export function effectiveValue(name: string, own: Properties, properties: Properties): string {
  const definition = topicConfigs[name]!;
  return own[name] ?? brokerValue(name, definition.broker, properties) ?? definition.initial;
}

/** Whether the list in `cleanup.policy` names this policy for a topic. */
export function hasCleanupPolicy(
  policy: 'compact' | 'delete',
  own: Properties,
  properties: Properties,
): boolean {
  const policies = effectiveValue('cleanup.policy', own, properties).split(',');
  return policies.some((each) => each.trim() === policy);
}

/** Whether a replica that is not in sync may lead where none that is in sync lives. */
export function allowsUncleanElection(own: Properties, properties: Properties): boolean {
  return /^\s*true\s*$/i.test(effectiveValue('unclean.leader.election.enable', own, properties));
}

// Retention and roll times have names in hours and minutes too; the finer unit wins.
const coarser: Readonly<Record<string, readonly [name: string, ms: number][]>> = {
  'retention.ms': [
    ['log.retention.minutes', 60_000],
    ['log.retention.hours', 3_600_000],
  ],
  'segment.ms': [['log.roll.hours', 3_600_000]],
  'segment.jitter.ms': [['log.roll.jitter.hours', 3_600_000]],
};

function brokerValue(name: string, broker: string, properties: Properties): string | undefined {
  const exact = properties[broker];
  if (broker !== '' && exact !== undefined) return exact;
  for (const [other, ms] of coarser[name] ?? []) {
    const text = properties[other];
    if (text === undefined) continue;
    const value = Number(text);
    return String(value < 0 ? value : value * ms);
  }
  return undefined;
}
