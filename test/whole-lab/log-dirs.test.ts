import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runTool } from '../conformance/tools.ts';
import { cli, type ServedCluster, serveCluster } from '../serve-cluster.ts';

const claim = (name: string) =>
  `{metadata: {name: ${name}}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}`;

/** One broker with two disks, each with its own claim; ZooKeeper has claims too, so that it knows the topics after a restart. */
const manifest = `apiVersion: v1
kind: Service
metadata: {name: zk}
spec: {selector: {app: zk}, ports: [{port: 2181}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: zk}
spec:
  serviceName: zk
  selector: {matchLabels: {app: zk}}
  template:
    metadata: {labels: {app: zk}}
    spec:
      containers:
        - name: zk
          image: confluentinc/cp-zookeeper:7.3.5
          env: [{name: ZOOKEEPER_CLIENT_PORT, value: "2181"}]
          volumeMounts:
            - {name: data, mountPath: /var/lib/zookeeper/data}
            - {name: log, mountPath: /var/lib/zookeeper/log}
  volumeClaimTemplates:
    - ${claim('data')}
    - ${claim('log')}
---
apiVersion: v1
kind: Service
metadata: {name: kafka}
spec: {clusterIP: None, selector: {app: kafka}, ports: [{port: 9092}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: kafka}
spec:
  serviceName: kafka
  selector: {matchLabels: {app: kafka}}
  template:
    metadata: {labels: {app: kafka}}
    spec:
      enableServiceLinks: false
      containers:
        - name: kafka
          image: confluentinc/cp-kafka:7.3.5
          env:
            - {name: KAFKA_BROKER_ID, value: "0"}
            - {name: KAFKA_ZOOKEEPER_CONNECT, value: "zk:2181"}
            - {name: KAFKA_ADVERTISED_LISTENERS, value: "PLAINTEXT://kafka-0.kafka:9092"}
            - {name: KAFKA_LOG_DIRS, value: "/disks/first/logs,/disks/second/logs"}
            - {name: KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR, value: "1"}
          volumeMounts:
            - {name: first, mountPath: /disks/first}
            - {name: second, mountPath: /disks/second}
  volumeClaimTemplates:
    - ${claim('first')}
    - ${claim('second')}
`;

let cluster: ServedCluster;
let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-log-dirs-'));
  writeFileSync(join(directory, 'kafka.yml'), manifest);
  cluster = await serveCluster();
});
afterAll(async () => {
  await cluster?.close();
  rmSync(directory, { recursive: true, force: true });
});

async function kubectl(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await runTool(process.execPath, [cli, 'kubectl', ...words], {
    env: cluster.env,
    timeoutMs: 60_000,
  });
  expect(code, `kubectl ${words.join(' ')}: ${stdout}${stderr}`).toBe(0);
  return stdout;
}

const tool = (...words: string[]) => kubectl('exec', 'kafka-0', '--', ...words);
const bootstrap = ['--bootstrap-server', 'localhost:9092'];

async function applyAndWait(): Promise<void> {
  await kubectl('apply', '-f', join(directory, 'kafka.yml'));
  for (const set of ['zk', 'kafka']) await kubectl('rollout', 'status', `sts/${set}`, '--timeout=40s');
  await expect
    .poll(
      async () => {
        const words = ['kubectl', 'exec', 'kafka-0', '--', 'kafka-broker-api-versions', ...bootstrap];
        return (await runTool(process.execPath, [cli, ...words], { env: cluster.env })).code;
      },
      { timeout: 40_000 },
    )
    .toBe(0);
}

interface Replica {
  readonly partition: string;
  readonly size: number;
}

/** The output of `kafka-log-dirs`: directory → its replicas of `orders`. */
async function places(): Promise<Record<string, string[]>> {
  const printed = await tool('kafka-log-dirs', ...bootstrap, '--describe', '--topic-list', 'orders');
  const { brokers } = JSON.parse(printed.trim().split('\n').at(-1) ?? '') as {
    brokers: readonly {
      logDirs: readonly { logDir: string; error: string | null; partitions: readonly Replica[] }[];
    }[];
  };
  const all = brokers.flatMap(({ logDirs }) => logDirs);
  expect(all.map(({ error }) => error)).toEqual([null, null]);
  for (const { partitions } of all) for (const { size } of partitions) expect(size).toBeGreaterThan(0);
  return Object.fromEntries(
    all.map(({ logDir, partitions }) => [logDir, partitions.map(({ partition }) => partition).sort()]),
  );
}

it('spreads partitions over two claims, and has them after everything was deleted and applied again', async () => {
  await applyAndWait();
  await tool('kafka-topics', ...bootstrap, '--create', '--topic', 'orders', '--partitions', '5');
  // Keys, so that no partition stays empty.
  const keyed = "seq 1 200 | sed 's/.*/&:&/' | kafka-console-producer --topic orders";
  const properties = '--property parse.key=true --property key.separator=:';
  await tool('bash', '-c', `${keyed} --bootstrap-server localhost:9092 ${properties}`);
  const offsets = () => tool('kafka-get-offsets', ...bootstrap, '--topic', 'orders');
  const before = { places: await places(), offsets: await offsets() };
  // LogManager.nextLogDirs: always the directory with the fewest replicas, and the first of several.
  expect(Object.values(before.places).map((all) => all.length)).toEqual([3, 2]);
  expect(Object.keys(before.places).sort()).toEqual(['/disks/first/logs', '/disks/second/logs']);
  for (const disk of ['first', 'second'])
    expect(await tool('ls', `/disks/${disk}/logs`)).toContain('meta.properties');

  // The broker first: without ZooKeeper it would use up its whole grace period, and its session would last.
  await kubectl('delete', 'sts', 'kafka');
  await kubectl('wait', '--for=delete', 'pod/kafka-0', '--timeout=40s');
  await kubectl('delete', '-f', join(directory, 'kafka.yml'), '--ignore-not-found');
  await kubectl('wait', '--for=delete', 'pod/zk-0', '--timeout=40s');
  await applyAndWait();
  await expect.poll(offsets, { timeout: 20_000 }).toBe(before.offsets);
  expect(await places()).toEqual(before.places);
  const read = await tool(
    ...['kafka-console-consumer', ...bootstrap, '--topic', 'orders', '--from-beginning'],
    ...['--max-messages', '200', '--timeout-ms', '20000'],
  );
  expect(
    read
      .trim()
      .split('\n')
      .map(Number)
      .sort((a, b) => a - b),
  ).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
}, 180_000);
