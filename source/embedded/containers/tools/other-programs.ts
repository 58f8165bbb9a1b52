import type { Program } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';

/** The other programs of the cp-kafka image, and what they would need that the embedded cluster leaves out. */
const unserved: Readonly<Record<string, string>> = {
  'connect-distributed': 'Kafka Connect is not part of it',
  'connect-mirror-maker': 'Kafka Connect is not part of it',
  'connect-standalone': 'Kafka Connect is not part of it',
  'kafka-cluster': 'the embedded broker serves neither cluster ids by tool nor unregistering brokers',
  'kafka-delegation-tokens': 'the embedded broker serves no delegation tokens',
  'kafka-features': 'the embedded broker serves no feature versions',
  'kafka-metadata-quorum': 'the embedded broker uses ZooKeeper, and serves no KRaft quorum',
  'kafka-metadata-shell': 'the embedded broker uses ZooKeeper, and keeps no KRaft metadata log',
  'kafka-mirror-maker': 'mirroring between clusters is not part of it',
  'kafka-replica-verification':
    'the embedded cluster stores each partition once, so there are no replicas to compare',
  'kafka-storage': 'the embedded broker uses ZooKeeper, and formats no KRaft storage',
  'kafka-streams-application-reset': 'Kafka Streams is not part of it',
  'kafka-transactions': 'the embedded broker serves no transactions',
  'kafka-verifiable-consumer': 'the test clients of Kafka are not part of it; use kafka-console-consumer',
  'kafka-verifiable-producer': 'the test clients of Kafka are not part of it; use kafka-console-producer',
  trogdor: 'the test framework of Kafka is not part of it',
  'zookeeper-security-migration': 'the embedded broker has no authorizer, so access control (ACLs) is off',
  'zookeeper-server-start': 'the ZooKeeper of this cluster runs in a pod of its own',
  'zookeeper-server-stop': 'the ZooKeeper of this cluster runs in a pod of its own',
};

/** Each says in one line why it does nothing here, and ends with 1. */
export const otherPrograms: readonly (readonly [string, Program])[] = Object.entries(unserved).map(
  ([name, why]) => [
    name,
    async (context) => {
      await writeText(context.stderr, `${name}: not in the embedded image: ${why}\n`);
      return 1;
    },
  ],
);

/** `kafka-server-stop`: SIGTERM to the broker, which is the container's main process. */
export const kafkaServerStop: Program = async ({ container, stdout }) => {
  if (container.main?.logFile === undefined) {
    await writeText(stdout, 'No kafka server to stop\n');
    return 1;
  }
  container.main.terminate();
  return 0;
};

/** `kafka-server-start`: the pod runs its broker already. */
export const kafkaServerStart: Program = async ({ argv, stdout, stderr }) => {
  if (argv.length < 2)
    await writeText(
      stdout,
      'USAGE: /usr/bin/kafka-server-start [-daemon] server.properties [--override property=value]*\n',
    );
  else
    await writeText(
      stderr,
      'kafka-server-start: not in the embedded image: the broker is the main process of its container, which the image starts\n',
    );
  return 1;
};
