import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { cli } from '../serve-cluster.ts';

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-keep-'));
});
afterAll(() => {
  run('down');
  rmSync(home, { recursive: true, force: true });
});

function run(...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], {
    encoding: 'utf8',
    env: { ...process.env, KAFKA_LAB_HOME: home },
  });
  expect(status, stdout + stderr).toBe(0);
  return stdout;
}

interface Up {
  readonly bootstrap: string;
  readonly kubeconfig: string;
  readonly pid: number;
}
const up = (...flags: string[]): Up => JSON.parse(run('up', '--detach', '--json', ...flags)) as Up;
const kubectl = (...words: string[]) => run('kubectl', ...words).trim();

async function killed(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 5000 });
}

const client = ({ bootstrap }: Up) =>
  new Kafka({
    brokers: [bootstrap],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, maxRetryTime: 300, retries: 60 },
  });

async function send(kafka: Kafka, count: number): Promise<string[]> {
  const producer = kafka.producer();
  await producer.connect();
  const places: string[] = [];
  for (let i = 0; i < count; i++) {
    const [sent] = await producer.send({
      topic: 'kept',
      acks: -1,
      messages: [{ value: `v${i}`, partition: i % 4 }],
    });
    places.push(`${sent!.partition}@${sent!.baseOffset}`);
  }
  await producer.disconnect();
  return places;
}

/** Offsets, committed offsets, configs and the topic id, which must be the same again. */
async function picture(kafka: Kafka) {
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets('kept');
  const committed = await admin.fetchOffsets({ groupId: 'g', topics: ['kept'] });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: 'kept', configNames: ['max.message.bytes'] }],
  });
  await admin.disconnect();
  const describe = ['exec', 'kafka-0', '--', 'kafka-topics', '--bootstrap-server', 'localhost:9092'];
  const topic = kubectl(...describe, '--describe', '--topic', 'kept');
  return {
    offsets: offsets.sort((a, b) => a.partition - b.partition),
    committed,
    config: resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]),
    topicId: /TopicId: (\S+)/.exec(topic)?.[1],
  };
}

/** What an interrupted write leaves at the end of the log of one partition. */
function tear(): void {
  const root = join(home, 'clusters', 'kafka-lab', 'data', 'kafka');
  const log = readdirSync(root, { recursive: true, encoding: 'utf8' }).find((path) =>
    /kept-1-[^/]*\/\d+\.log$/.test(path),
  );
  const file = join(root, log!);
  appendFileSync(file, readFileSync(file).subarray(0, 50));
}

it('up --keep serves the same offsets, groups, topic ids and configs after a SIGKILL of everything, and after down', async () => {
  const first = up('--apply', 'manifests/kafka.yml');
  const kafka = client(first);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: [{ topic: 'kept', configEntries: [{ name: 'max.message.bytes', value: '123456' }] }],
  });
  await admin.setOffsets({ groupId: 'g', topic: 'kept', partitions: [{ partition: 2, offset: '3' }] });
  await admin.disconnect();
  await send(kafka, 40);
  const before = await picture(kafka);
  expect(before.topicId).toMatch(/^\S{22}$/);
  kubectl('create', 'configmap', 'mine', '--from-literal=a=b');
  const claims = kubectl('get', 'pvc', '-o', 'jsonpath={.items[*].spec.volumeName}');
  // There is no wait: whatever was acknowledged must be there.
  const places = await send(kafka, 8);
  await killed(first.pid);
  tear();

  const second = up('--keep', '--apply', 'manifests/kafka.yml');
  // The exported variables are valid again.
  expect(second).toMatchObject({ bootstrap: first.bootstrap, kubeconfig: first.kubeconfig });
  const again = await picture(client(second));
  expect(again.offsets.map(({ high }) => Number(high))).toEqual(
    before.offsets.map(({ high }) => Number(high) + 2),
  );
  expect(places.slice(-4)).toEqual(
    [0, 1, 2, 3].map((partition) => `${partition}@${Number(before.offsets[partition]!.high) + 1}`),
  );
  expect({ ...again, offsets: [] }).toEqual({ ...before, offsets: [] });
  expect(kubectl('get', 'configmap', 'mine', '-o', 'jsonpath={.data.a}')).toBe('b');
  expect(kubectl('get', 'pvc', '-o', 'jsonpath={.items[*].spec.volumeName}')).toBe(claims);
  expect(kubectl('get', 'pod', 'kafka-0', '-o', 'jsonpath={.status.containerStatuses[0].restartCount}')).toBe(
    '1',
  );

  expect(run('down')).toContain(`pid ${second.pid}`);
  const third = up('--keep', '--apply', 'manifests/kafka.yml');
  expect(await picture(client(third))).toEqual(again);
  expect(await send(client(third), 1)).toEqual([`0@${again.offsets[0]!.high}`]);
}, 120_000);
