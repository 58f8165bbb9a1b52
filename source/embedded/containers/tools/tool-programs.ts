import type { Program } from '../shell/program.ts';
import { kafkaAcls } from './admin/kafka-acls.ts';
import { kafkaBrokerApiVersions } from './admin/kafka-broker-api-versions.ts';
import { kafkaConfigs } from './admin/kafka-configs.ts';
import { kafkaDeleteRecords } from './admin/kafka-delete-records.ts';
import { kafkaGetOffsets } from './admin/kafka-get-offsets.ts';
import { kafkaLeaderElection } from './admin/kafka-leader-election.ts';
import { kafkaLogDirs } from './admin/kafka-log-dirs.ts';
import { kafkaReassignPartitions } from './admin/kafka-reassign-partitions.ts';
import { kafkaTopics } from './admin/kafka-topics.ts';
import { kafkaConsoleConsumer } from './console/kafka-console-consumer.ts';
import { kafkaConsoleProducer } from './console/kafka-console-producer.ts';
import { kafkaConsumerGroups } from './groups/kafka-consumer-groups.ts';
import { kafkaRunClass } from './kafka-run-class.ts';
import { kafkaDumpLog } from './log/kafka-dump-log.ts';
import { kafkaServerStart, kafkaServerStop, otherPrograms } from './other-programs.ts';
import { kafkaConsumerPerfTest } from './performance/kafka-consumer-perf-test.ts';
import { kafkaProducerPerfTest } from './performance/kafka-producer-perf-test.ts';
import { zookeeperShell } from './zookeeper-shell.ts';

const tools: readonly (readonly [string, Program])[] = [
  ['kafka-acls', kafkaAcls],
  ['kafka-consumer-perf-test', kafkaConsumerPerfTest],
  ['kafka-delete-records', kafkaDeleteRecords],
  ['kafka-dump-log', kafkaDumpLog],
  ['kafka-leader-election', kafkaLeaderElection],
  ['kafka-producer-perf-test', kafkaProducerPerfTest],
  ['kafka-reassign-partitions', kafkaReassignPartitions],
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
  ['kafka-server-start', kafkaServerStart],
  ['kafka-server-stop', kafkaServerStop],
  ...otherPrograms,
];
