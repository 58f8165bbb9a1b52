import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../../../source/embedded/kafka/broker/config/broker-settings.ts';
import { CurrentConfig } from '../../../../../source/embedded/kafka/broker/config/dynamic/current-config.ts';
import {
  checkTopicConfig,
  effectiveConfig,
  effectiveValue,
} from '../../../../../source/embedded/kafka/broker/config/topic-config.ts';

describe('a topic’s configuration', () => {
  it('prefers topic to broker to default, and reports the source of a value', () => {
    const find = (own: Record<string, string>, properties: Record<string, string>) =>
      effectiveConfig(own, new CurrentConfig(properties)).find(({ name }) => name === 'min.insync.replicas');
    expect(find({}, {})).toMatchObject({ value: '1', source: 5 });
    expect(find({}, { 'min.insync.replicas': '2' })).toMatchObject({ value: '2', source: 4 });
    expect(find({ 'min.insync.replicas': '3' }, { 'min.insync.replicas': '2' })).toMatchObject({
      value: '3',
      source: 1,
      synonyms: [
        { value: '3', source: 1 },
        { value: '2', source: 4 },
        { value: '1', source: 5 },
      ],
    });
  });

  it('also reads retention in hours and minutes', () => {
    expect(effectiveValue('retention.ms', {}, { 'log.retention.hours': '2' })).toBe('7200000');
    expect(
      effectiveValue('retention.ms', {}, { 'log.retention.hours': '2', 'log.retention.minutes': '1' }),
    ).toBe('60000');
  });

  it.each([
    ['no.such.name', 'x', 'Unknown topic config name: no.such.name'],
    ['constructor', 'x', 'Unknown topic config name: constructor'],
    ['retention.ms', null, 'Null value not supported for topic configs: retention.ms'],
    ['retention.ms', 'week', 'Not a number of type LONG'],
    ['segment.bytes', '99999999999', 'Not a number of type INT'],
    ['min.insync.replicas', '0', 'Value must be at least 1'],
    ['cleanup.policy', 'delete,shred', 'String must be one of: compact, delete'],
    ['preallocate', 'yes', 'Expected value to be either true or false'],
    ['min.cleanable.dirty.ratio', '2', 'at most 1'],
  ])('refuses `%s` = `%s`', (name, value, why) => {
    expect(() => checkTopicConfig(name, value)).toThrow(why);
  });

  it('accepts what Kafka accepts', () => {
    for (const [name, value] of [
      ['cleanup.policy', 'compact,delete'],
      ['cleanup.policy', ''],
      ['retention.bytes', '-1'],
      ['flush.ms', '9223372036854775807'],
      ['compression.type', 'lz4'],
    ] as const)
      expect(() => checkTopicConfig(name, value)).not.toThrow();
  });
});

describe('broker settings', () => {
  it('have the defaults of Kafka 3.3', () => {
    expect(readSettings({})).toMatchObject({
      numPartitions: 1,
      defaultReplicationFactor: 1,
      autoCreateTopics: true,
      offsetsTopicReplicationFactor: 3,
      zookeeperConnectionTimeoutMs: 18_000,
      group: { initialRebalanceDelayMs: 3000, offsetsPartitions: 50 },
    });
  });

  it('are refused if Kafka would not start with them', () => {
    expect(() => readSettings({ 'num.partitions': '0' })).toThrow('Value must be at least 1');
    expect(() => readSettings({ 'auto.create.topics.enable': 'yes' })).toThrow('either true or false');
  });
});
