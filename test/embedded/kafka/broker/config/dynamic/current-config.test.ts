import { describe, expect, it } from 'vitest';
import {
  CurrentConfig,
  type DynamicProperties,
} from '../../../../../../source/embedded/kafka/broker/config/dynamic/current-config.ts';
import { synonymsOf } from '../../../../../../source/embedded/kafka/broker/config/setting-synonyms.ts';

const file = { 'broker.id': '0', 'zookeeper.connect': 'zookeeper:2181' };

function withDynamic(dynamic: Partial<DynamicProperties>, properties: Record<string, string> = {}) {
  const stored = { all: {}, own: {}, ...dynamic };
  const refused: string[] = [];
  const config = new CurrentConfig(
    { ...file, ...properties },
    () => stored,
    (why) => refused.push(why),
  );
  return { config, refused };
}

describe('the configuration of a running broker', () => {
  it('prefers a setting of the broker to one for all brokers, and both to the file', () => {
    const properties = { 'min.insync.replicas': '1' };
    const own = { 'min.insync.replicas': '3' };
    const all = { 'min.insync.replicas': '2' };
    expect(withDynamic({}, properties).config.settings.minInsyncReplicas).toBe(1);
    expect(withDynamic({ all }, properties).config.settings.minInsyncReplicas).toBe(2);
    const { config } = withDynamic({ all, own }, properties);
    expect(config.settings.minInsyncReplicas).toBe(3);
    expect(synonymsOf('min.insync.replicas', config.layers)).toEqual([
      { name: 'min.insync.replicas', value: '3', source: 2 },
      { name: 'min.insync.replicas', value: '2', source: 3 },
      { name: 'min.insync.replicas', value: '1', source: 4 },
      { name: 'min.insync.replicas', value: '1', source: 5 },
    ]);
  });

  it('prefers a dynamic setting in hours to one in milliseconds from the file', () => {
    const { config } = withDynamic({ all: { 'log.roll.ms': '5' } }, { 'log.roll.hours': '7' });
    expect(config.kafka.rollMs).toBe(5n);
    expect(config.properties['log.roll.hours']).toBeUndefined();
  });

  it('skips and logs settings in ZooKeeper that are not dynamic or not valid', () => {
    const { config, refused } = withDynamic({
      own: { 'num.partitions': '9', 'log.cleaner.threads': 'x', 'ssl.protocol': 'TLS', 'a.b': 'c' },
      all: { listeners: 'PLAINTEXT://:1', 'message.max.bytes': '7' },
    });
    expect(config.dynamic).toEqual({ own: { 'a.b': 'c' }, all: { 'message.max.bytes': '7' } });
    expect(refused).toEqual([
      'Per-broker configs defined at default cluster level will be ignored: Set(listeners)',
      'Dynamic broker config contains invalid values in: log.cleaner.threads, these configs will be ignored',
      'Non-dynamic configs configured in ZooKeeper will be ignored: Set(num.partitions)',
      'Security configs can be dynamically updated only using listener prefix, base configs will be ignored: Set(ssl.protocol)',
    ]);
  });

  it('stays unchanged if the stored settings cannot be applied', () => {
    const { config, refused } = withDynamic({ own: { 'log.retention.ms': '0' } });
    expect(config.kafka.retentionMs).toBe(604_800_000n);
    expect(refused).toEqual([
      'Dynamic configs could not be applied: requirement failed: log.retention.ms must be unlimited (-1) or, greater than or equal to 1',
    ]);
    // A second read reports nothing new.
    expect(config.kafka.retentionMs).toBe(604_800_000n);
    expect(refused).toHaveLength(1);
  });

  const dynamic = 'Invalid value org.apache.kafka.common.config.ConfigException: ';
  it.each([
    [{ 'log.dirs': '/tmp' }, 'Cannot update these configs dynamically: Set(log.dirs)'],
    [
      { 'ssl.keystore.type': 'JKS' },
      'These security configs can be dynamically updated only per-listener using the listener prefix: HashSet(ssl.keystore.type)',
    ],
    [
      { 'log.cleaner.threads': 'x' },
      'Invalid value x for configuration log.cleaner.threads: Not a number of type INT',
    ],
    [
      { 'num.io.threads': '17' },
      `${dynamic}Dynamic thread count update validation failed for num.io.threads=17, value should not be greater than double the current value 8 for configuration Invalid dynamic configuration`,
    ],
    [
      { 'num.io.threads': '3' },
      `${dynamic}Dynamic thread count update validation failed for num.io.threads=3, value should be at least half the current value 8 for configuration Invalid dynamic configuration`,
    ],
    [
      { 'log.cleaner.threads': '3' },
      `${dynamic}Log cleaner threads cannot be increased to more than double the current value 1 for configuration Invalid dynamic configuration`,
    ],
    [
      { 'leader.replication.throttled.rate': '-1' },
      'Invalid value -1 for configuration leader.replication.throttled.rate: Value must be at least 0',
    ],
  ])('refuses %j for one broker', (properties, message) => {
    expect(() => new CurrentConfig(file).validate(properties, true)).toThrow(message);
  });

  it('refuses cluster-wide values for settings that are specific to a broker', () => {
    const config = new CurrentConfig(file);
    const forAll = 'Cannot update these configs at default cluster level, broker id must be specified';
    const name = 'listener.name.plaintext.ssl.keystore.type';
    expect(() => config.validate({ 'advertised.listeners': 'PLAINTEXT://a:1' }, false)).toThrow(
      `${forAll}: Set(advertised.listeners)`,
    );
    expect(() => config.validate({ [name]: 'JKS' }, false)).toThrow(`${forAll}: Set(${name})`);
    expect(() => config.validate({ [name]: 'JKS' }, true)).not.toThrow();
    expect(() => config.validate({ 'listener.name.plaintext.max.connections': '7' }, false)).not.toThrow();
  });

  it('accepts a name that Kafka does not know', () => {
    expect(() => new CurrentConfig(file).validate({ 'no.such.name': 'x' }, false)).not.toThrow();
  });
});
