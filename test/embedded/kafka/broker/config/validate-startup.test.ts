import { expect, it } from 'vitest';
import { KafkaConfig } from '../../../../../source/embedded/kafka/broker/config/kafka-config.ts';
import {
  validateReporters,
  validateStartup,
} from '../../../../../source/embedded/kafka/broker/config/validate-startup.ts';

function judge(properties: Record<string, string>, jvmOptions = ''): string {
  try {
    validateStartup(new KafkaConfig(properties), jvmOptions);
    return 'starts';
  } catch (error) {
    return String(error);
  }
}

const sasl = { listeners: 'SASL_PLAINTEXT://:9092' };

// Verified against Kafka 3.3.2 with a ZooKeeper.
it.each([
  [{}, 'starts'],
  [{ listeners: 'PLAINTEXT://:99999' }, 'java.lang.IllegalArgumentException: port out of range:99999'],
  [
    { 'metric.reporters': 'io.example.R' },
    'org.apache.kafka.common.KafkaException: Class io.example.R cannot be found',
  ],
  [{ 'metric.reporters': 'org.apache.kafka.common.metrics.JmxReporter' }, 'starts'],
  [{ 'authorizer.class.name': 'io.example.A' }, 'java.lang.ClassNotFoundException: io.example.A'],
  [
    { 'client.quota.callback.class': 'org.apache.kafka.common.metrics.JmxReporter' },
    'org.apache.kafka.common.KafkaException: class org.apache.kafka.common.metrics.JmxReporter is not an instance of org.apache.kafka.server.quota.ClientQuotaCallback',
  ],
  [
    sasl,
    "java.lang.IllegalArgumentException: Could not find a 'KafkaServer' or 'sasl_plaintext.KafkaServer' entry in the JAAS configuration. System property 'java.security.auth.login.config' is not set",
  ],
  [{ ...sasl, 'listener.name.sasl_plaintext.gssapi.sasl.jaas.config': 'x' }, 'starts'],
] as [Record<string, string>, string][])('a broker with %j: %s', (properties, verdict) => {
  expect(judge(properties)).toBe(verdict);
});

it('accepts the JAAS file that KAFKA_OPTS names', () => {
  expect(judge(sasl, '-Djava.security.auth.login.config=/etc/kafka/jaas.conf')).toBe('starts');
});

it('needs the classes of kafka.metrics.reporters before anything else', () => {
  const config = new KafkaConfig({ 'kafka.metrics.reporters': 'io.example.R' });
  expect(() => validateReporters(config)).toThrow('io.example.R');
});
