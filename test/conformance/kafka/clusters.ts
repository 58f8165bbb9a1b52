import { spawnSync } from 'node:child_process';
import { Kafka, logLevel } from 'kafkajs';
import { type ServedCluster, serveCluster } from '../../serve-cluster.ts';
import { type Finished, runTool } from '../tools.ts';
import type { JavaTool, JavaTools } from './java-tools.ts';
import type { RealKafka } from './real-kafka.ts';

/** A cluster of three brokers against which the script runs, and how Kafka's tools reach it. */
export interface Target {
  readonly bootstrap: string;
  readonly zookeeper: string;
  tool(name: JavaTool, args: readonly string[], input?: string): Promise<Finished>;
}

/** Three embedded brokers, as in the lab's kafka.yml. */
export function serveKafka(): Promise<ServedCluster> {
  return serveCluster('--apply', 'manifests/kafka.yml');
}

/** Kafka's tools in a JVM outside the cluster. */
export function throughJava(cluster: ServedCluster | RealKafka, java: JavaTools): Target {
  const { bootstrap, zookeeper } = cluster;
  return {
    bootstrap,
    zookeeper,
    tool: (name, args, input) =>
      java.run(
        name,
        args.map((word) => word.replace('BROKERS', bootstrap).replace('ZOOKEEPER', zookeeper)),
        input,
      ),
  };
}

/** The tools in the containers of the embedded cluster. */
export const toolsInPods: readonly JavaTool[] = [
  'kafka-topics',
  'kafka-consumer-groups',
  'kafka-console-producer',
  'kafka-console-consumer',
  'kafka-broker-api-versions',
  'kafka-configs',
  'kafka-get-offsets',
  'kafka-consumer-perf-test',
  'kafka-delete-records',
  'kafka-leader-election',
  'kafka-log-dirs',
  'kafka-producer-perf-test',
  'kafka-reassign-partitions',
  'zookeeper-shell',
];

/** Runs them as a learner does: `kubectl exec kafka-0 -- kafka-topics …`; tools that the pod does not have run in a JVM. */
export function throughExec(cluster: ServedCluster, java: JavaTools): Target {
  const outside = throughJava(cluster, java);
  const system = spawnSync('kubectl', ['version', '--client']).status === 0;
  return {
    ...outside,
    async tool(name, args, input) {
      if (!toolsInPods.includes(name)) return outside.tool(name, args, input);
      const words = args.map((word) =>
        word.replace('BROKERS', 'localhost:9092').replace('ZOOKEEPER', 'zookeeper-service:2181'),
      );
      const exec = ['exec', ...(input === undefined ? [] : ['-i']), 'kafka-0', '--', name, ...words];
      const kubectl = system ? exec : ['dist/kafka-lab.js', 'kubectl', ...exec];
      const finished = await runTool(system ? 'kubectl' : process.execPath, kubectl, {
        env: cluster.env,
        ...(input === undefined ? {} : { input }),
      });
      return {
        ...finished,
        stderr: finished.stderr.replace(/^command terminated with exit code \d+\n/m, ''),
      };
    },
  };
}

export function kafkajs(bootstrap: string, retries = 5): Kafka {
  return new Kafka({
    clientId: 'kafkajs',
    brokers: bootstrap.split(','),
    logLevel: logLevel.NOTHING,
    retry: { retries },
  });
}

/** Returns when every broker knows the same topics and partitions, each with a leader. */
export async function untilSettled(bootstrap: string): Promise<void> {
  const first = kafkajs(bootstrap).admin();
  await first.connect();
  const { brokers } = await first.describeCluster();
  await first.disconnect();
  const admins = brokers.map(({ host, port }) => kafkajs(`${host}:${port}`).admin());
  await Promise.all(admins.map((admin) => admin.connect()));
  try {
    for (let tries = 0; tries < 100; tries++) {
      const views = await Promise.all(admins.map(viewOf));
      if (views.every((view) => view !== undefined && view === views[0])) return;
      await new Promise((next) => setTimeout(next, 100));
    }
    throw new Error('the brokers do not come to know the same topics');
  } finally {
    await Promise.all(admins.map((admin) => admin.disconnect()));
  }
}

type Admin = ReturnType<Kafka['admin']>;

async function viewOf(admin: Admin): Promise<string | undefined> {
  try {
    const { topics } = await admin.fetchTopicMetadata();
    if (topics.some(({ partitions }) => partitions.some(({ leader }) => leader < 0))) return undefined;
    const shown = topics.map(({ name, partitions }) => `${name} ${partitions.length}`);
    return shown.sort().join('\n');
  } catch {
    return undefined;
  }
}
