import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { configText } from '../../../../../source/embedded/kafka/broker/config/config-text.ts';
import { KafkaConfig } from '../../../../../source/embedded/kafka/broker/config/kafka-config.ts';

it('prints every setting as Kafka 3.3.2 logs them for the same file', () => {
  const config = new KafkaConfig({
    'broker.id': '0',
    listeners: 'PLAINTEXT://127.0.0.1:0',
    'zookeeper.connect': '127.0.0.1:2181',
    'log.dirs': '/data/a,/data/b',
    'sasl.jaas.config': 'secret',
    'my.own': '1',
    'offsets.topic.replication.factor': '1',
  });
  const logged = readFileSync(join(import.meta.dirname, 'kafka-config-values.txt'), 'utf8');
  expect(configText(config)).toBe(logged);
});
