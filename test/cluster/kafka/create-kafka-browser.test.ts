import { CompressionTypes, Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  AllMessagesPage,
  AllMessagesPlace,
  KafkaBrowser,
  MessagePlace,
} from '../../../source/cluster/kafka/browser.ts';
import { createKafkaBrowser } from '../../../source/cluster/kafka/create-kafka-browser.ts';
import { runKubectl } from '../../../source/cluster/kubectl/run-kubectl.ts';
import { type ServedCluster, serveCluster } from '../../serve-cluster.ts';

const { signal } = new AbortController();
const manyMessages = 20_000;

describe('the browser of Kafka, on the embedded cluster', { timeout: 60_000 }, () => {
  let cluster: ServedCluster;
  let browser: KafkaBrowser;
  let kafka: Kafka;

  const facts = {
    zookeeperPod: 'zookeeper-0',
    zookeeperPort: 2181,
    brokerPod: 'kafka-0',
    brokerPort: 9092,
  };
  const open = (): KafkaBrowser =>
    createKafkaBrowser({ kubeconfig: cluster.kubeconfig, context: 'kafka-lab', namespace: 'default', facts });

  beforeAll(async () => {
    cluster = await serveCluster();
    browser = open();
  });
  afterAll(async () => {
    browser?.close();
    await cluster?.close();
  });

  const kubectl = (...argv: string[]): Promise<number> =>
    runKubectl(argv, {
      kubeconfig: cluster.kubeconfig,
      context: 'kafka-lab',
      namespace: 'default',
      directory: 'manifests',
      output: () => {},
      signal,
    });

  it('says so while no broker runs', async () => {
    await expect(browser.brokers(signal)).rejects.toThrow(/no broker is running/);
    await expect(browser.topics(signal)).rejects.toThrow(expect.objectContaining({ code: 'cluster' }));
    await expect(browser.znodes('/', signal)).rejects.toThrow('ZooKeeper is not running');
  });

  it('lists the brokers with their controller, leaders and sizes', async () => {
    await kubectl('apply', '-f', 'kafka.yml');
    await expect
      .poll(() => browser.brokers(signal).catch((error: Error) => error.message), { timeout: 50_000 })
      .toHaveLength(3);
    kafka = new Kafka({ brokers: [cluster.bootstrap], logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({
      topics: [
        { topic: 'test', numPartitions: 4, replicationFactor: 3 },
        { topic: 'wide', numPartitions: 1_000, replicationFactor: 1 },
      ],
    });
    await admin.disconnect();
    const replicas = async () =>
      (await browser.brokers(signal)).reduce((sum, { replicas: held }) => sum + held, 0);
    await expect.poll(replicas, { timeout: 50_000 }).toBe(4 * 3 + 1_000);
    const brokers = await browser.brokers(signal);
    expect(brokers.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(brokers.filter(({ isController }) => isController)).toHaveLength(1);
    expect(brokers.reduce((sum, { leaders }) => sum + leaders, 0)).toBe(1_004);
    expect(brokers.every(({ size, outOfSync }) => size === 0 && outOfSync === 0)).toBe(true);
  });

  it('tells what each topic holds, one of 1,000 partitions among them', async () => {
    await produce('test', 0, [
      { key: 'k0', value: '{"n":1}', headers: { trace: 'abc' } },
      { key: null, value: 'plain' },
      { key: 'bin', value: Buffer.from([0, 255, 254]) },
    ]);
    // A broker learns of a new partition a little later than the controller.
    await expect
      .poll(() => browser.topics(signal), { timeout: 50_000 })
      .toMatchObject([
        { name: 'test', partitions: 4, replicas: 3, underReplicated: 0, leaderless: 0, messages: 3 },
        { name: 'wide', partitions: 1_000, replicas: 1, messages: 0 },
      ]);
    const topics = await browser.topics(signal);
    expect(topics[0]!.size).toBeGreaterThan(100);
    const wide = await browser.partitions({ topic: 'wide' }, signal);
    expect(wide).toHaveLength(1_000);
    expect(wide.at(-1)).toMatchObject({ partition: 999, start: 0, end: 0, size: 0 });
    const led = await browser.partitions({ leader: 1 }, signal);
    expect(led.every(({ leader }) => leader === 1)).toBe(true);
    expect(led.length).toBe((await browser.brokers(signal))[1]!.leaders);
  });

  it('shows keys, headers and values, as text or hexadecimal digits', async () => {
    const page = await messages('start');
    expect(page).toMatchObject({ partition: 0, partitions: 4, start: 0, end: 3, next: 3 });
    expect(page.rows).toMatchObject([
      {
        offset: 0,
        key: { kind: 'text', text: 'k0' },
        value: { text: '{"n":1}', size: 7 },
        headers: [{ name: 'trace', value: { text: 'abc' } }],
      },
      { offset: 1, key: { kind: 'null' }, value: { text: 'plain' } },
      { offset: 2, value: { kind: 'binary', size: 3, hex: '00fffe', text: '' } },
    ]);
  });

  it('writes out what is hostile in a key, a header and a value', async () => {
    await produce('test', 1, [
      { key: '\u001b]0;owned\u0007', value: 'a\u202eb\r\nc', headers: { 'h\u001b[2J': '\u009b1m' } },
    ]);
    const [row] = (await messages('start', 1)).rows;
    expect(row).toMatchObject({
      key: { text: '^[]0;owned^G' },
      value: { text: 'a\\u202eb\\r\nc' },
      headers: [{ name: 'h^[[2J', value: { text: '\\u009b1m' } }],
    });
  });

  it('keeps the beginning of a value of a megabyte', async () => {
    await produce('test', 1, [{ key: 'big', value: 'é'.repeat(450_000) }]);
    const { rows } = await messages('end', 1, 1);
    expect(rows).toMatchObject([{ value: { kind: 'text', size: 900_000, isCut: true } }]);
    expect(rows[0]!.value.text).toHaveLength(4 * 1024);
  });

  it('goes to any offset, time or end of a long partition, and keeps a page', async () => {
    const producer = kafka.producer();
    await producer.connect();
    for (let first = 0; first < manyMessages; first += 2_000)
      await producer.send({
        topic: 'test',
        compression: CompressionTypes.GZIP,
        messages: Array.from({ length: 2_000 }, (_, index) => ({
          partition: 2,
          value: `number ${first + index}`,
          timestamp: String(1_600_000_000_000 + first + index),
        })),
      });
    await producer.disconnect();
    const first = async (from: MessagePlace) => {
      const { rows } = await messages(from, 2, 10);
      return [rows.length, rows[0]!.offset, rows[0]!.value.text];
    };
    expect(await first('start')).toEqual([10, 0, 'number 0']);
    expect(await first('end')).toEqual([10, 19_990, 'number 19990']);
    expect(await first({ offset: 12_345 })).toEqual([10, 12_345, 'number 12345']);
    expect(await first({ before: 5 })).toEqual([5, 0, 'number 0']);
    expect(await first({ before: 12_345 })).toEqual([10, 12_335, 'number 12335']);
    expect(await first({ time: 1_600_000_004_001 })).toEqual([10, 4_001, 'number 4001']);
    expect((await messages({ time: Date.now() + 1_000_000 }, 2)).rows).toEqual([]);
  });

  it('finds what contains a text among all messages', async () => {
    const question = { topic: 'test', partition: 2, most: 5, containing: 'number 1999' } as const;
    const page = await browser.messages({ ...question, from: 'start' }, signal);
    expect(page.rows.map(({ value }) => value.text)).toEqual([
      'number 1999',
      'number 19990',
      'number 19991',
      'number 19992',
      'number 19993',
    ]);
    expect(page.next).toBe(19_994);
    expect(page.passedOver).toBe(19_989);
  });

  it('merges all partitions by time, forwards and backwards, and leaves nothing out', async () => {
    const topic = 'wide';
    const count = 3_000;
    const producer = kafka.producer();
    await producer.connect();
    // Where each message goes is not even: partition 7 has a third of them, and 500 partitions have none.
    const partitionOf = (index: number): number => (index % 3 === 0 ? 7 : 500 + ((index * 7) % 500));
    await producer.send({
      topic,
      messages: Array.from({ length: count }, (_, index) => ({
        partition: partitionOf(index),
        value: `number ${index}`,
        timestamp: String(1_600_000_000_000 + index),
      })),
    });
    await producer.disconnect();
    const ask = (from: AllMessagesPlace, most = 400) => browser.allMessages({ topic, from, most }, signal);
    const numbers = ({ rows }: AllMessagesPage): number[] =>
      rows.map(({ value }) => Number(value.text.slice('number '.length)));
    const range = (from: number, to: number): number[] =>
      Array.from({ length: to - from }, (_, index) => from + index);
    const turns: number[] = [];
    let last = performance.now();
    const watch = setInterval(() => {
      turns.push(performance.now() - last);
      last = performance.now();
    }, 1);

    const first = await ask('start');
    expect(numbers(first)).toEqual(range(0, 400));
    expect(first).toMatchObject({ partitions: 1_000, passedOver: 0 });
    const second = await ask({ offsets: first.next });
    expect(numbers(second)).toEqual(range(400, 800));
    expect(numbers(await ask({ before: second.first }))).toEqual(range(0, 400));
    const end = await ask('end');
    expect(numbers(end)).toEqual(range(count - 400, count));
    expect(numbers(await ask({ before: end.first }))).toEqual(range(count - 800, count - 400));
    expect(numbers(await ask({ offsets: end.next }))).toEqual([]);
    expect(numbers(await ask({ time: 1_600_000_001_000 }, 5))).toEqual(range(1_000, 1_005));
    const found = await browser.allMessages(
      { topic, from: 'start', most: 400, containing: 'number 77' },
      signal,
    );
    expect(numbers(found)).toEqual([77, ...range(770, 780)]);
    expect(found.passedOver).toBe(count - 11);
    clearInterval(watch);
    expect(Math.max(...turns)).toBeLessThan(500);
  });

  it('says which topic or partition is missing', async () => {
    const at = (topic: string, partition: number) =>
      browser.messages({ topic, partition, from: 'start', most: 1 }, signal);
    await expect(at('tset', 0)).rejects.toMatchObject({
      message: 'there is no topic `tset`',
      hint: 'did you mean `test`?',
    });
    await expect(at('test', 9)).rejects.toThrow('`test` has no partition `9`');
    await expect(browser.partitions({ topic: 'nix' }, signal)).rejects.toThrow('there is no topic `nix`');
    await expect(browser.group('nobody', signal)).rejects.toThrow('there is no group `nobody`');
  });

  it('shows the members of a group and its lag by partition, and leaves its offsets alone', async () => {
    expect(await browser.groups(signal)).toEqual([]);
    const consumer = kafka.consumer({ groupId: 'readers', sessionTimeout: 10_000 });
    await consumer.connect();
    await consumer.subscribe({ topics: ['test'], fromBeginning: true });
    await consumer.run({ autoCommit: false, eachMessage: async () => {} });
    await expect
      .poll(async () => (await browser.groups(signal))[0], { timeout: 50_000 })
      .toMatchObject({ id: 'readers', state: 'Stable', protocol: 'RoundRobinAssigner', members: 1, lag: 0 });
    await consumer.commitOffsets([{ topic: 'test', partition: 2, offset: '19000' }]);
    const { group, rows } = await browser.group('readers', signal);
    expect(group).toMatchObject({ lag: 1_000, members: 1 });
    expect(rows.map(({ partition, committed, lag }) => [partition, committed, lag])).toEqual([
      [0, undefined, undefined],
      [1, undefined, undefined],
      [2, 19_000, 1_000],
      [3, undefined, undefined],
    ]);
    expect(new Set(rows.map(({ member }) => member)).size).toBe(1);
    await messages('start', 2);
    const [again] = await browser.groups(signal);
    expect(again).toMatchObject({ lag: 1_000, state: 'Stable', members: 1 });
    await consumer.disconnect();
    expect(await browser.groups(signal)).toMatchObject([{ id: 'readers', state: 'Empty', members: 0 }]);
  });

  it('lists the children of a znode with their stats', async () => {
    const root = await browser.znodes('/', signal);
    expect(root.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['brokers', 'controller', 'zookeeper']),
    );
    const ids = await browser.znodes('/brokers/ids', signal);
    expect(ids).toMatchObject(
      [0, 1, 2].map((id) => ({ name: String(id), stat: { isEphemeral: true, children: 0 } })),
    );
    expect(ids[0]!.stat!.bytes).toBeGreaterThan(50);
    expect(await browser.znodes('/brokers/ids/0', signal)).toEqual([]);
    await expect(browser.znodes('/none', signal)).rejects.toThrow('ZooKeeper has no node `/none`');
  });

  it('knows the numbers of a znode whose name turns the direction of writing', async () => {
    const zooKeeper = (...words: string[]) =>
      kubectl('exec', 'zookeeper-0', '--', 'zookeeper-shell', 'localhost:2181', ...words);
    await zooKeeper('create', '/odd', '');
    for (const name of ['a\u202eb', 'plain', 'z\u2028z']) await zooKeeper('create', `/odd/${name}`, name);
    const stat = (bytes: number) => ({ children: 0, bytes, isEphemeral: false, version: 0 });
    const rows = await browser.znodes('/odd', signal);
    expect([...rows].sort((left, right) => (left.name < right.name ? -1 : 1))).toEqual([
      { name: 'a\\u202eb', path: '/odd/a\u202eb', stat: stat(5) },
      { name: 'plain', path: '/odd/plain', stat: stat(5) },
      { name: 'z\\u2028z', path: '/odd/z\u2028z', stat: undefined },
    ]);
    for (const name of ['a\u202eb', 'z\u2028z'])
      expect(await browser.znodes(`/odd/${name}`, signal)).toEqual([]);
  });

  it('marks the replicas of a broker that is gone', async () => {
    await kubectl('scale', 'statefulset', 'kafka', '--replicas=2');
    const underReplicated = async () =>
      (await browser.topics(signal).catch(() => [])).find(({ name }) => name === 'test')?.underReplicated;
    await expect.poll(underReplicated, { timeout: 50_000 }).toBe(4);
  });

  const produce = async (
    topic: string,
    partition: number,
    list: readonly {
      key: string | null;
      value: string | Buffer;
      headers?: Record<string, string>;
    }[],
  ): Promise<void> => {
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic, messages: list.map((each) => ({ ...each, partition })) });
    await producer.disconnect();
  };
  const messages = (from: MessagePlace, partition = 0, most = 100) =>
    browser.messages({ topic: 'test', partition, from, most }, signal);
});
