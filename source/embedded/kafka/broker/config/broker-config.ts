import { type ConfigSource, configSources } from '../../messages/describe-configs.ts';
import { type EffectiveConfig, topicConfigs } from './topic-config.ts';

const typeString = 2;

// The broker settings that have an effect here, out of Kafka's two hundred or so, without topic defaults.
const defaults: Readonly<Record<string, string>> = {
  'auto.create.topics.enable': 'true',
  'auto.leader.rebalance.enable': 'true',
  'controlled.shutdown.enable': 'true',
  'default.replication.factor': '1',
  'delete.topic.enable': 'true',
  'fetch.max.bytes': '57671680',
  'group.initial.rebalance.delay.ms': '3000',
  'group.max.session.timeout.ms': '1800000',
  'group.max.size': '2147483647',
  'group.min.session.timeout.ms': '6000',
  'leader.imbalance.check.interval.seconds': '300',
  'leader.imbalance.per.broker.percentage': '10',
  'log.cleaner.backoff.ms': '15000',
  'log.retention.check.interval.ms': '300000',
  'num.partitions': '1',
  'offset.metadata.max.bytes': '4096',
  'offsets.topic.num.partitions': '50',
  'offsets.topic.replication.factor': '3',
  'replica.lag.time.max.ms': '30000',
  'socket.request.max.bytes': '104857600',
  'zookeeper.session.timeout.ms': '18000',
};

/** A broker's own configuration: its properties on top of the supported defaults. */
export function brokerConfig(properties: Readonly<Record<string, string>>): EffectiveConfig[] {
  const initial = new Map(Object.entries(defaults));
  for (const { broker, initial: value } of Object.values(topicConfigs))
    if (broker !== '') initial.set(broker, value);
  const names = [...new Set([...initial.keys(), ...Object.keys(properties)])].sort();
  return names.map((name) => {
    const synonyms: { name: string; value: string; source: ConfigSource }[] = [];
    const own = properties[name];
    if (own !== undefined) synonyms.push({ name, value: own, source: configSources.staticBroker });
    const fallback = initial.get(name);
    if (fallback !== undefined) synonyms.push({ name, value: fallback, source: configSources.default });
    return { name, ...pick(synonyms), configType: typeString, synonyms };
  });
}

function pick(synonyms: readonly { value: string; source: ConfigSource }[]): {
  value: string;
  source: ConfigSource;
} {
  const { value, source } = synonyms[0]!;
  return { value, source };
}
