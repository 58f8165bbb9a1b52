import { expect } from 'vitest';
import type { ServedCluster } from '../../serve-cluster.ts';
import { kafkajs } from './clusters.ts';
import { type JavaTool, JavaTools, kafkaClasspath } from './java-tools.ts';
import { type Cell, type Row, thousand } from './matrix-row.ts';

const classpath = kafkaClasspath();
const absent = classpath === undefined ? 'java, mvn or Maven Central is not to be had' : undefined;
let started: JavaTools | undefined;

async function run(
  { bootstrap }: ServedCluster,
  tool: JavaTool,
  line: string,
  input = '',
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  started ??= new JavaTools(classpath!);
  const args = line.split(' ').map((word) => word.replaceAll('·', ' '));
  return started.run(tool, ['--bootstrap-server', bootstrap, ...args], input);
}

async function succeed(cluster: ServedCluster, tool: JavaTool, line: string, input = ''): Promise<string> {
  const { code, stdout, stderr } = await run(cluster, tool, line, input);
  expect(code, stdout + stderr).toBe(0);
  return stdout;
}

const received = (text: string) => text.split('\n').slice(0, -1).sort();
const groupOf = (topic: string) => `${topic}-group`;

/** A kafkajs consumer is the other member: the tools run one at a time. */
const rebalance: Cell = async (cluster, topic) => {
  const other = kafkajs(cluster.bootstrap).consumer({
    groupId: groupOf(topic),
    heartbeatInterval: 300,
    maxWaitTimeInMs: 200,
  });
  await other.connect();
  await other.subscribe({ topic, fromBeginning: true });
  await other.run({ eachMessage: async () => undefined });
  try {
    const described = await succeed(
      cluster,
      'kafka-consumer-groups',
      `--describe --group ${groupOf(topic)} --members`,
    );
    expect(described).toMatch(/CONSUMER-ID .*\n.*kafkajs/);
  } finally {
    await other.disconnect();
  }
  const offsets = await succeed(cluster, 'kafka-consumer-groups', `--describe --group ${groupOf(topic)}`);
  expect(offsets).toContain('CURRENT-OFFSET');
};

export const javaRow: Row = {
  tool: "Kafka 3.3.2's topics, groups, console tools",
  tier: 'must',
  absent,
  cells: {
    metadata: async (cluster, topic) => {
      expect((await succeed(cluster, 'kafka-topics', '--list')).split('\n')).toContain(topic);
    },
    'create topic': async (cluster, topic) => {
      const made = `--topic ${topic}-made --partitions 2 --replication-factor 3`;
      expect(await succeed(cluster, 'kafka-topics', `--create ${made}`)).toBe(
        `Created topic ${topic}-made.\n`,
      );
      await succeed(cluster, 'kafka-topics', `--alter --topic ${topic}-made --partitions 3`);
    },
    'describe topic': async (cluster, topic) => {
      const text = await succeed(cluster, 'kafka-topics', `--describe --topic ${topic}`);
      const [head, ...partitions] = text.trimEnd().split('\n');
      expect(head).toMatch(
        new RegExp(
          `^Topic: ${topic}\tTopicId: [\\w-]{22}\tPartitionCount: 4\tReplicationFactor: 3\tConfigs: $`,
        ),
      );
      for (const line of partitions)
        expect(line).toMatch(
          /^\tTopic: \S+\tPartition: \d\tLeader: (\d)\tReplicas: \1,\d,\d\tIsr: \1,\d,\d$/,
        );
      expect(partitions).toHaveLength(4);
    },
    'produce 1,000': async (cluster, topic) => {
      await succeed(cluster, 'kafka-console-producer', `--topic ${topic}`, `${thousand.join('\n')}\n`);
    },
    'consume 1,000': async (cluster, topic) => {
      const line = `--topic ${topic} --from-beginning --max-messages 1000 --group ${groupOf(topic)}`;
      expect(received(await succeed(cluster, 'kafka-console-consumer', line))).toEqual([...thousand].sort());
    },
    codecs: async (cluster, topic) => {
      for (const codec of ['gzip', 'snappy', 'lz4', 'zstd'])
        await succeed(
          cluster,
          'kafka-console-producer',
          `--topic ${topic}-codecs --compression-codec ${codec}`,
          `${codec}${'x'.repeat(500)}\n`,
        );
      const text = await succeed(
        cluster,
        'kafka-console-consumer',
        `--topic ${topic}-codecs --from-beginning --max-messages 4`,
      );
      expect(received(text).map((line) => line.replace(/x+$/, ''))).toEqual([
        'gzip',
        'lz4',
        'snappy',
        'zstd',
      ]);
    },
    'keys and headers': async (cluster, topic) => {
      const parse = '--property parse.key=true --property parse.headers=true';
      await succeed(
        cluster,
        'kafka-console-producer',
        `--topic ${topic}-keys ${parse}`,
        'a:1,b:2\tkey\tvalue\n',
      );
      const print = '--property print.key=true --property print.headers=true';
      const line = `--topic ${topic}-keys --from-beginning --max-messages 1 ${print}`;
      expect(await succeed(cluster, 'kafka-console-consumer', line)).toBe('a:1,b:2\tkey\tvalue\n');
    },
    'group rebalance': rebalance,
    'committed offsets': async (cluster, topic) => {
      const text = await succeed(cluster, 'kafka-consumer-groups', `--describe --group ${groupOf(topic)}`);
      const lags = text
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(/ +/).slice(3, 6).map(Number));
      expect(lags.reduce((sum, [current = 0]) => sum + current, 0)).toBe(1_000);
      for (const [current, end, lag] of lags) expect([current, lag]).toEqual([end, 0]);
    },
    'describe group': async (cluster, topic) => {
      const group = groupOf(topic);
      expect(await succeed(cluster, 'kafka-consumer-groups', '--list')).toContain(group);
      expect(await succeed(cluster, 'kafka-consumer-groups', `--describe --group ${group} --state`)).toMatch(
        / Empty +0\n/,
      );
      const done = await succeed(cluster, 'kafka-consumer-groups', `--delete --group ${group}`);
      expect(done).toBe(`Deletion of requested consumer groups ('${group}') was successful.\n`);
    },
    'delete topic': async (cluster, topic) => {
      await succeed(cluster, 'kafka-topics', `--delete --topic ${topic}-made`);
      expect(await succeed(cluster, 'kafka-topics', '--list')).not.toContain(`${topic}-made`);
    },
    idempotence: async (cluster, topic) => {
      const line = `--topic ${topic}-once --producer-property enable.idempotence=true --producer-property batch.size=100`;
      await succeed(cluster, 'kafka-console-producer', line, `${thousand.join('\n')}\n`);
      const text = await succeed(
        cluster,
        'kafka-console-consumer',
        `--topic ${topic}-once --from-beginning --max-messages 1000`,
      );
      expect(received(text)).toEqual([...thousand].sort());
    },
    timestamps: async (cluster, topic) => {
      const first = await succeed(cluster, 'kafka-get-offsets', `--topic ${topic} --time 1`);
      expect(first).toMatch(new RegExp(`^(?:${topic}:\\d:0\\n)+$`));
      const text = await succeed(cluster, 'kafka-get-offsets', `--topic ${topic} --time -1`);
      const ends = text
        .trim()
        .split('\n')
        .map((line) => Number(line.split(':')[2]));
      expect(ends.reduce((sum, end) => sum + end, 0)).toBe(1_000);
    },
    'large message': async (cluster, topic) => {
      const line = `--topic ${topic}-large --producer-property max.request.size=5000000`;
      await succeed(cluster, 'kafka-console-producer', line, `${'x'.repeat(1_000_000)}\n`);
      const { stderr } = await run(cluster, 'kafka-console-producer', line, `${'x'.repeat(2_000_000)}\n`);
      expect(stderr).toContain('RecordTooLargeException');
      const end = await succeed(cluster, 'kafka-get-offsets', `--topic ${topic}-large --time -1`);
      expect(end.match(/:1$/gm)).toHaveLength(1);
    },
    'unknown topic': async (cluster) => {
      const { code, stdout } = await run(cluster, 'kafka-topics', '--describe --topic no-such-topic');
      expect(code).toBe(1);
      expect(stdout).toBe(
        "Error while executing topic command : Topic 'no-such-topic' does not exist as expected\n",
      );
    },
  },
  close: async () => started?.close(),
};

export const javaExtrasRow: Row = {
  tool: "Kafka 3.3.2's configs and perf tools",
  tier: 'should',
  absent,
  cells: {
    'describe topic': async (cluster, topic) => {
      await succeed(cluster, 'kafka-configs', `--alter --topic ${topic} --add-config retention.ms=60000`);
      const text = await succeed(cluster, 'kafka-configs', `--describe --topic ${topic}`);
      expect(text).toContain('retention.ms=60000');
    },
    'produce 1,000': async (cluster, topic) => {
      started ??= new JavaTools(classpath!);
      const line = `--topic ${topic} --num-records 1000 --record-size 100 --throughput -1 --producer-props`;
      const properties = [`bootstrap.servers=${cluster.bootstrap}`, 'acks=all'];
      const { code, stdout, stderr } = await started.run('kafka-producer-perf-test', [
        ...line.split(' '),
        ...properties,
      ]);
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(/^1000 records sent, /m);
    },
    'consume 1,000': async (cluster, topic) => {
      const text = await succeed(cluster, 'kafka-consumer-perf-test', `--topic ${topic} --messages 1000`);
      expect(text.trim().split('\n').at(-1)?.split(', ')[4]).toBe('1000');
    },
  },
};
