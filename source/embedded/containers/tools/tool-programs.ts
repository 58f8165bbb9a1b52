import type { Program } from '../shell/program.ts';
import { kafkaBrokerApiVersions } from './kafka-broker-api-versions.ts';
import { kafkaConsoleConsumer } from './kafka-console-consumer.ts';
import { kafkaConsoleProducer } from './kafka-console-producer.ts';
import { kafkaConsumerGroups } from './kafka-consumer-groups.ts';
import { kafkaTopics } from './kafka-topics.ts';
import { zookeeperShell } from './zookeeper-shell.ts';

/** The command-line tools that cp-kafka and cp-zookeeper both hold, as exec finds them. */
export const toolPrograms: readonly (readonly [string, Program])[] = [
  ['kafka-topics', kafkaTopics],
  ['kafka-consumer-groups', kafkaConsumerGroups],
  ['kafka-console-producer', kafkaConsoleProducer],
  ['kafka-console-consumer', kafkaConsoleConsumer],
  ['kafka-broker-api-versions', kafkaBrokerApiVersions],
  ['zookeeper-shell', zookeeperShell],
];
