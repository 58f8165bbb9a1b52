import type { Program } from '../shell/program.ts';
import { kafkaBrokerApiVersions } from './kafka-broker-api-versions.ts';
import { kafkaConfigs } from './kafka-configs.ts';
import { kafkaConsoleConsumer } from './kafka-console-consumer.ts';
import { kafkaConsoleProducer } from './kafka-console-producer.ts';
import { kafkaConsumerGroups } from './kafka-consumer-groups.ts';
import { kafkaGetOffsets } from './kafka-get-offsets.ts';
import { kafkaLogDirs } from './kafka-log-dirs.ts';
import { kafkaRunClass } from './kafka-run-class.ts';
import { kafkaTopics } from './kafka-topics.ts';
import { zookeeperShell } from './zookeeper-shell.ts';

const tools: readonly (readonly [string, Program])[] = [
  ['kafka-topics', kafkaTopics],
  ['kafka-consumer-groups', kafkaConsumerGroups],
  ['kafka-console-producer', kafkaConsoleProducer],
  ['kafka-console-consumer', kafkaConsoleConsumer],
  ['kafka-broker-api-versions', kafkaBrokerApiVersions],
  ['kafka-configs', kafkaConfigs],
  ['kafka-get-offsets', kafkaGetOffsets],
  ['kafka-log-dirs', kafkaLogDirs],
  ['zookeeper-shell', zookeeperShell],
];

/** The command-line tools in both cp-kafka and cp-zookeeper, as exec finds them. */
export const toolPrograms: readonly (readonly [string, Program])[] = [
  ...tools,
  ['kafka-run-class', kafkaRunClass(new Map(tools))],
];
