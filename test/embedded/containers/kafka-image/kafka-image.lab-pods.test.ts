import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kafkaImage } from '../../../../source/embedded/containers/kafka-image/kafka-image.ts';
import { zookeeperImage } from '../../../../source/embedded/containers/zookeeper-image/zookeeper-image.ts';
import { ClusterRegistry } from '../../../../source/embedded/kafka/broker/cluster/cluster-registry.ts';
import { eventually, PodWorld, type RunningPod } from '../pod-world.ts';

const command = [
  'sh',
  '-c',
  "export KAFKA_BROKER_ID=`hostname | awk -F '-' '{print $2}'` && /etc/confluent/docker/run",
];

/** The pods of the lab, started with its own command lines, and every command that the lab runs in them. */
describe('the pods of the lab', () => {
  let directory: string;
  let world: PodWorld;
  let registry: ClusterRegistry;
  let zookeeper: RunningPod;
  let brokers: RunningPod[];

  beforeAll(async () => {
    world = await PodWorld.open();
    const { outside } = world;
    directory = mkdtempSync(join(tmpdir(), 'lab-pods-'));
    registry = new ClusterRegistry({ directory });
    zookeeper = world.start(zookeeperImage('confluentinc/cp-zookeeper:7.3.5', { outside }), 'zookeeper-0', {
      env: { ZOOKEEPER_CLIENT_PORT: '2181' },
      service: 'zookeeper-service',
    });
    brokers = [0, 1, 2].map((id) =>
      world.start(kafkaImage('confluentinc/cp-kafka:7.3.5', { outside, registry }), `kafka-${id}`, {
        command,
        env: {
          KAFKA_ZOOKEEPER_CONNECT: 'zookeeper-service.default.svc.cluster.local:2181',
          KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://kafka-${id}.kafka-service.default.svc.cluster.local:9092`,
          KAFKA_NUM_PARTITIONS: '4',
          KAFKA_DEFAULT_REPLICATION_FACTOR: '3',
          KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
        },
        service: 'kafka-service',
      }),
    );
    await eventually(
      () => zookeeper.exec(['zookeeper-shell', 'localhost:2181', 'ls', '/brokers/ids']),
      ({ stdout }) => stdout.endsWith('[0, 1, 2]\n'),
    );
    await eventually(
      () => brokers.map((broker) => broker.log.join('\n')),
      (logs) => logs.every((log) => log.includes('started (kafka.server.KafkaServer)')),
    );
  }, 30_000);

  afterAll(async () => {
    await world.close();
    registry.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('log the same lines as cp-kafka and cp-zookeeper, in the same order', () => {
    const banners = (pod: RunningPod) => pod.log.filter((line) => line.startsWith('===>'));
    expect(banners(zookeeper)).toEqual([
      '===> User',
      '===> Configuring ...',
      '===> Running preflight checks ... ',
      '===> Check if /var/lib/zookeeper/data is writable ...',
      '===> Check if /var/lib/zookeeper/log is writable ...',
      '===> Launching ... ',
      '===> Launching zookeeper ... ',
    ]);
    expect(banners(brokers[2]!)).toEqual([
      '===> User',
      '===> Configuring ...',
      '===> Running preflight checks ... ',
      '===> Check if /var/lib/kafka/data is writable ...',
      '===> Check if Zookeeper is healthy ...',
      '===> Launching ... ',
      '===> Launching kafka ... ',
    ]);
    expect(brokers[2]!.log.join('\n')).toContain('[KafkaServer id=2] started');
  });

  it('zookeeper-shell prints the details of each broker', async () => {
    for (const id of [0, 1, 2]) {
      const { code, stdout } = await zookeeper.exec([
        'zookeeper-shell',
        'localhost:2181',
        'get',
        `/brokers/ids/${id}`,
      ]);
      expect(code).toBe(0);
      const lines = stdout.split('\n');
      expect(lines.slice(0, 5)).toEqual([
        'Connecting to localhost:2181',
        '',
        'WATCHER::',
        '',
        'WatchedEvent state:SyncConnected type:None path:null',
      ]);
      expect(JSON.parse(lines[5]!)).toMatchObject({
        host: `kafka-${id}.kafka-service.default.svc.cluster.local`,
        port: 9092,
      });
    }
  });

  it('list no topic, then create, describe, alter and delete one', async () => {
    const topics = (...words: string[]) =>
      brokers[0]!.exec(['kafka-topics', '--bootstrap-server', 'localhost:9092', ...words]);
    // An empty list of topics is one empty line, as in Kafka's own tool.
    expect(await topics('--list')).toEqual({ code: 0, stdout: '\n', stderr: '' });
    expect(await topics('--create', '--topic', 'test')).toEqual({
      code: 0,
      stdout: 'Created topic test.\n',
      stderr: '',
    });
    expect(await topics('--list')).toMatchObject({ code: 0, stdout: 'test\n' });
    const described = await eventually(
      () => topics('--describe', '--topic', 'test'),
      ({ stdout }) => (stdout.match(/Isr: \d,\d,\d/g) ?? []).length === 4,
    );
    const [head, ...rows] = described.stdout.trimEnd().split('\n');
    expect(head).toMatch(
      /^Topic: test\tTopicId: [\w-]{22}\tPartitionCount: 4\tReplicationFactor: 3\tConfigs: $/,
    );
    expect(rows).toHaveLength(4);
    rows.forEach((row, index) => {
      expect(row).toMatch(
        new RegExp(
          `^\\tTopic: test\\tPartition: ${index}\\tLeader: \\d\\tReplicas: \\d,\\d,\\d\\tIsr: \\d,\\d,\\d$`,
        ),
      );
    });
    const again = await topics('--create', '--topic', 'test');
    expect(again.code).toBe(1);
    expect(again.stdout).toBe("Error while executing topic command : Topic 'test' already exists.\n");
    expect(await topics('--create', '--topic', 'test', '--if-not-exists')).toMatchObject({ code: 0 });
    expect(await topics('--alter', '--topic', 'test', '--partitions', '5')).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
    await eventually(
      () => topics('--describe'),
      ({ stdout }) => stdout.includes('PartitionCount: 5'),
    );
    const missing = await topics('--describe', '--topic', 'other');
    expect(missing).toMatchObject({
      code: 1,
      stdout: "Error while executing topic command : Topic 'other' does not exist as expected\n",
    });
    expect(await topics('--delete', '--topic', 'test')).toEqual({ code: 0, stdout: '', stderr: '' });
    await eventually(
      () => topics('--list'),
      ({ stdout }) => stdout === '\n',
    );
  });

  it('pass messages from the console producer to the console consumer, and show the group', async () => {
    const at = ['--bootstrap-server', 'localhost:9092'];
    const sent = await brokers[0]!.exec(
      [
        'kafka-console-producer',
        ...at,
        '--topic',
        'notes',
        '--property',
        'parse.key=true',
        '--property',
        'key.separator=:',
      ],
      'a:one\nb:two\nc:three\nd:four\n',
    );
    expect(sent.code).toBe(0);
    const consume = ['kafka-console-consumer', ...at, '--topic', 'notes', '--from-beginning'];
    const read = await brokers[1]!.exec([
      ...consume,
      '--max-messages',
      '4',
      '--group',
      'readers',
      '--property',
      'print.key=true',
    ]);
    expect(read.stdout.trimEnd().split('\n').sort()).toEqual(['a\tone', 'b\ttwo', 'c\tthree', 'd\tfour']);
    expect(read).toMatchObject({ code: 0, stderr: 'Processed a total of 4 messages\n' });
    const late = await brokers[1]!.exec([...consume, '--timeout-ms', '700', '--group', 'readers']);
    expect(late.stdout).toBe('');
    expect(late.stderr).toContain('Processed a total of 0 messages');
    const groups = (...words: string[]) => brokers[2]!.exec(['kafka-consumer-groups', ...at, ...words]);
    expect((await groups('--list')).stdout).toBe('readers\n');
    const shown = await groups('--describe', '--group', 'readers');
    expect(shown.stderr).toBe("\nConsumer group 'readers' has no active members.\n");
    const lines = shown.stdout.trimEnd().split('\n');
    expect(lines.slice(0, 2)).toEqual([
      '',
      'GROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID     HOST            CLIENT-ID',
    ]);
    const lags = lines.slice(2).map((line) => line.split(/\s+/)[5]);
    expect(lags.length).toBeGreaterThan(0);
    expect(lags.every((lag) => lag === '0')).toBe(true);
    expect((await groups('--describe', '--group', 'nobody')).stdout).toBe(
      "\nError: Consumer group 'nobody' does not exist.\n",
    );
    expect((await groups('--describe', '--group', 'readers', '--state')).stdout).toMatch(
      /readers .*kafka-\d\.kafka-service.*:9092 \(\d\) +.*Empty +0\n$/,
    );
  });

  it('read one partition from an offset', async () => {
    const at = ['--bootstrap-server', 'localhost:9092', '--topic', 'single'];
    await brokers[0]!.exec([
      'kafka-topics',
      ...at,
      '--create',
      '--partitions',
      '1',
      '--replication-factor',
      '1',
    ]);
    await brokers[0]!.exec([
      'sh',
      '-c',
      'seq 5 | kafka-console-producer --bootstrap-server localhost:9092 --topic single',
    ]);
    const read = await brokers[0]!.exec([
      'kafka-console-consumer',
      ...at,
      '--partition',
      '0',
      '--offset',
      '3',
      '--max-messages',
      '2',
      '--property',
      'print.offset=true',
    ]);
    expect(read.stdout).toBe('Offset:3\t4\nOffset:4\t5\n');
  });

  it('exit with 143 on SIGTERM, and deregister from ZooKeeper', async () => {
    brokers[2]!.container.terminate();
    expect(await brokers[2]!.container.exited).toEqual({ exitCode: 143 });
    const { stdout } = await zookeeper.exec(['zookeeper-shell', 'localhost:2181', 'ls', '/brokers/ids']);
    expect(stdout).toMatch(/\[0, 1\]\n$/);
    const refused = await brokers[2]!.exec(['hostname']);
    expect(refused.code).toBe(126);
  });
});
