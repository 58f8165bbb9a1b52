import { describe, expect, it } from 'vitest';
import { readJavaProperties } from '../../../../../source/embedded/kafka/broker/config/java-properties.ts';
import { KafkaConfig } from '../../../../../source/embedded/kafka/broker/config/kafka-config.ts';
import { validateConfig } from '../../../../../source/embedded/kafka/broker/config/validate-config.ts';

const config = 'org.apache.kafka.common.config.ConfigException: ';
const required = 'java.lang.IllegalArgumentException: requirement failed: ';
const argument = 'java.lang.IllegalArgumentException: ';

function judge(lines: readonly string[]): string {
  const file = ['zookeeper.connect=zk:2181', ...lines].join('\n');
  try {
    validateConfig(new KafkaConfig(readJavaProperties(file)));
    return 'accepted';
  } catch (error) {
    return String(error);
  }
}

// Each verdict is that of Kafka 3.3.2; test/conformance/kafka/broker-settings.test.ts compares thousands more.
const table: readonly (readonly [line: string, verdict: string])[] = [
  ['broker.id=0', 'accepted'],
  ['broker.id=1000', 'accepted'],
  [
    'broker.id=1001',
    `${required}broker.id must be greater than or equal to -1 and not greater than reserved.broker.max.id`,
  ],
  ['broker.id=1001|broker.id.generation.enable=false', 'accepted'],
  [
    'broker.id=-1|broker.id.generation.enable=false',
    `${required}broker.id must be greater than or equal to 0`,
  ],
  ['broker.id=', `${config}Invalid value  for configuration broker.id: Not a number of type INT`],
  ['broker.id=0|node.id=1', `${config}You must set \`node.id\` to the same value as \`broker.id\`.`],
  ['num.io.threads=0', `${config}Invalid value 0 for configuration num.io.threads: Value must be at least 1`],
  [
    'log.retention.hours=7d',
    `${config}Invalid value 7d for configuration log.retention.hours: Not a number of type INT`,
  ],
  [
    'log.retention.hours=0',
    `${required}log.retention.ms must be unlimited (-1) or, greater than or equal to 1`,
  ],
  ['log.retention.hours=-5', 'accepted'],
  [
    'log.cleaner.min.cleanable.ratio=2',
    `${config}Invalid value 2.0 for configuration log.cleaner.min.cleanable.ratio: Value must be no more than 1`,
  ],
  [
    'auto.create.topics.enable=yes',
    `${config}Invalid value yes for configuration auto.create.topics.enable: Expected value to be either true or false`,
  ],
  ['auto.create.topics.enable=True ', 'accepted'],
  [
    'compression.type=zip',
    `${config}Invalid value zip for configuration compression.type: String must be one of: uncompressed, zstd, lz4, snappy, gzip, producer`,
  ],
  ['log.cleanup.policy=compact, delete', 'accepted'],
  [
    'log.cleanup.policy=compact,',
    `${config}Invalid value  for configuration log.cleanup.policy: String must be one of: compact, delete`,
  ],
  [
    'offsets.topic.compression.codec=7',
    'kafka.common.UnknownCodecException: 7 is an unknown compression codec',
  ],
  ['log.cleaner.threads=0', 'java.lang.ArithmeticException: / by zero'],
  ['inter.broker.protocol.version=3.3.2', 'accepted'],
  [
    'inter.broker.protocol.version=4.0',
    `${config}Invalid value 4.0 for configuration inter.broker.protocol.version: Version 4.0 is not a valid version`,
  ],
  [
    'create.topic.policy.class.name=io.example.Policy',
    `${config}Invalid value io.example.Policy for configuration create.topic.policy.class.name: Class io.example.Policy could not be found.`,
  ],
  [
    'replica.lag.time.max.ms=100',
    `${required}replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms to prevent frequent changes in ISR`,
  ],
  [
    'max.connections.per.ip=0',
    `${required}max.connections.per.ip can be set to zero only if max.connections.per.ip.overrides property is set.`,
  ],
  [
    'max.connections.per.ip.overrides=host',
    `${argument}Error parsing configuration property 'max.connections.per.ip.overrides': begin 0, end -1, length 4`,
  ],
  [
    'listeners=INTERNAL://:9092',
    `${argument}Error creating broker listeners from 'INTERNAL://:9092': No security protocol defined for listener INTERNAL`,
  ],
  [
    'listeners=PLAINTEXT://a:1,SSL://b:1',
    `${required}Each listener must have a different port, listeners: PLAINTEXT://a:1,SSL://b:1`,
  ],
  [
    'listeners=PLAINTEXT://a:1,plaintext://b:2',
    `${required}Each listener must have a different name, listeners: PLAINTEXT://a:1,plaintext://b:2`,
  ],
  ['advertised.listeners=PLAINTEXT://my_kafka:9092', 'accepted'],
  ['advertised.listeners=PLAINTEXT://:9092', 'accepted'],
  [
    'advertised.listeners=a:9092',
    `${argument}Error creating broker listeners from 'a:9092': Unable to parse a:9092 to a broker endpoint`,
  ],
  [
    'advertised.listeners=PLAINTEXT://$(POD_NAME):9092',
    `${argument}Error creating broker listeners from 'PLAINTEXT://$(POD_NAME):9092': Unable to parse PLAINTEXT://$(POD_NAME):9092 to a broker endpoint`,
  ],
  [
    'advertised.listeners=PLAINTEXT://0.0.0.0:9092',
    `${required}advertised.listeners cannot use the nonroutable meta-address 0.0.0.0. Use a routable IP address.`,
  ],
  [
    'advertised.listeners=SSL://a:9092',
    `${required}inter.broker.listener.name must be a listener name defined in advertised.listeners. The valid options based on currently configured listeners are SSL`,
  ],
  ['advertised.listeners=', `${required}There must be at least one advertised listener.`],
  [
    'listener.security.protocol.map=PLAINTEXT:TLS',
    `${config}Invalid security protocol \`TLS\` defined in listener.security.protocol.map`,
  ],
  ['security.inter.broker.protocol=SASL_PLAINTEXT|listeners=SASL_PLAINTEXT://:9092', 'accepted'],
  [
    'security.inter.broker.protocol=SASL_PLAINTEXT|listeners=SASL_PLAINTEXT://:9092|sasl.enabled.mechanisms=PLAIN',
    `${required}sasl.mechanism.inter.broker.protocol must be included in sasl.enabled.mechanisms when SASL is used for inter-broker communication`,
  ],
  [
    'process.roles=broker|node.id=1',
    `${config}If using process.roles, controller.quorum.voters must contain a parseable set of voters.`,
  ],
  [
    'controller.listener.names=CONTROLLER',
    `${required}controller.listener.names must be empty when not running in KRaft mode: [CONTROLLER]`,
  ],
];

describe('a broker’s configuration', () => {
  it.each(table)('with %s gets the same verdict as from Kafka', (line, verdict) => {
    expect(judge(line.split('|'))).toBe(verdict);
  });

  it('requires ZooKeeper', () => {
    expect(() => validateConfig(new KafkaConfig({}))).toThrow(
      'Missing required configuration `zookeeper.connect` which has no default value.',
    );
  });

  it('accepts settings that Kafka does not know', () => {
    expect(judge(['confluent.support.metrics.enable=maybe', 'heap.opts=-Xmx1g'])).toBe('accepted');
  });
});
