/** Fetch sessions: the same requests to real Kafka 3.3.2 and to embedded brokers, and clients that use sessions or do without. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FetchSessions } from '../../../source/embedded/kafka/broker/fetch-sessions/fetch-sessions.ts';
import { KafkaConnection } from '../../../source/embedded/kafka/client/kafka-connection.ts';
import { deleteRecords } from '../../../source/embedded/kafka/messages/delete-records.ts';
import { fetchFrom, told } from '../../embedded/kafka/broker/handlers/fetch-client.ts';
import { produceTo } from '../../embedded/kafka/broker/raw-client.ts';
import { TestCluster } from '../../embedded/kafka/broker/test-cluster.ts';
import { has, runTool } from '../tools.ts';
import { kafkajs, untilSettled } from './clusters.ts';
import { JavaTools, kafkaClasspath } from './java-tools.ts';
import { startRealKafka } from './real-kafka.ts';

const classpath = kafkaClasspath();
const sent = Array.from({ length: 3000 }, (_, i) => `message ${i}`);
const linesOf = (text: string) => text.split('\n').filter(Boolean).sort();

/** What a session answers, step by step. Its id is replaced by `id`, and epochs and topics are the same everywhere. */
async function askAll(bootstrap: string): Promise<readonly string[]> {
  const admin = kafkajs(bootstrap).admin();
  await admin.connect();
  const topics = ['a', 'b'].map((topic) => ({ topic, replicaAssignment: [{ partition: 0, replicas: [0] }] }));
  await admin.createTopics({ topics, waitForLeaders: false });
  const { brokers } = await admin.describeCluster();
  await admin.disconnect();
  await untilSettled(bootstrap);
  const leader = brokers.find(({ nodeId }) => nodeId === 0)!;
  const socket = connect(leader.port, leader.host);
  await once(socket, 'connect');
  const connection = await KafkaConnection.open(socket, { clientId: 'raw', timeoutMs: 10_000 });
  try {
    return await askIn(connection);
  } finally {
    connection.close();
  }
}

async function askIn(connection: KafkaConnection): Promise<readonly string[]> {
  const shown: string[] = [];
  let id = 0;
  const [a, b] = [{ topic: 'a' }, { topic: 'b' }];
  // Metadata names a leader before the leader knows that it is one.
  const known = ['NONE', 'a-0 NONE 0..0 none', 'b-0 NONE 0..0 none'];
  await expect
    .poll(async () => told(await fetchFrom(connection, { session: [0, -1], of: [a, b] })), {
      timeout: 60_000,
    })
    .toEqual(known);
  const ask = async (options: Parameters<typeof fetchFrom>[1]) => {
    const answer = await fetchFrom(connection, options);
    const isOwn = answer.sessionId === id ? 'the same session' : 'another session';
    shown.push([...told(answer), answer.sessionId === 0 ? 'no session' : isOwn].join(', '));
    if (answer.sessionId !== 0) id = answer.sessionId;
  };
  await ask({ session: [0, 0], of: [a, b] });
  await produceTo(connection, 'b');
  await ask({ session: [id, 1] });
  await ask({ session: [id, 2], of: [{ ...b, at: 1 }] });
  await ask({ session: [id, 3] });
  await ask({ session: [id, 3] });
  await ask({ session: [id, 9] });
  await ask({ session: [id + 1, 1] });
  await ask({ session: [id, 4], version: 13 });
  await produceTo(connection, 'a', { count: 2 });
  await ask({ session: [id, 4], of: [{ ...a, at: 2 }] });
  await ask({ session: [id, 5], of: [{ ...a, at: 9 }] });
  await ask({ session: [id, 6] });
  await ask({ session: [id, 7], of: [{ ...a, at: 2 }] });
  await ask({ session: [id, 8] });
  const partitions = [{ partitionIndex: 0, offset: 1 }];
  await connection.call(deleteRecords, { topics: [{ name: 'a', partitions }], timeoutMs: 5000 });
  await ask({ session: [id, 9] });
  await ask({ session: [id, 10], of: [{ topic: 'none' }] });
  await ask({ session: [id, 11], forget: [{ topic: 'none' }, a] });
  await produceTo(connection, 'a');
  await ask({ session: [id, 12] });
  await ask({
    session: [id, 13],
    of: [
      { ...b, at: 0 },
      { ...a, at: 1 },
    ],
    maxBytes: 1,
  });
  await ask({ session: [id, 14], maxBytes: 1 });
  await ask({ session: [id, 15], maxBytes: 1 });
  await ask({ session: [id, 16], of: [a], forget: [a, b] });
  await ask({ session: [id, 17] });
  await ask({ session: [0, 0] });
  await ask({ session: [id, 0], of: [{ ...b, at: 1 }] });
  const closed = id;
  await ask({ session: [id, 1] });
  await ask({ session: [id, -1], of: [b] });
  await ask({ session: [closed, 2] });
  return shown;
}

describe.skipIf(classpath === undefined)('fetch sessions', () => {
  it('differed from those of Kafka 3.3.2', { timeout: 300_000 }, async () => {
    const real = await startRealKafka(classpath!);
    const ours = await TestCluster.start([0, 1, 2]);
    try {
      const wanted = await askAll(real.bootstrap);
      expect(await askAll(ours.bootstrap)).toEqual(wanted);
    } finally {
      await real.close();
      await ours.stop();
    }
  });
});

describe('clients', () => {
  let cluster: TestCluster;
  const resume = vi.spyOn(FetchSessions.prototype, 'resume');

  beforeAll(async () => {
    cluster = await TestCluster.start([0, 1, 2], { 'auto.create.topics.enable': 'false' });
    const kafka = cluster.kafka();
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 't', numPartitions: 7, replicationFactor: 3 }] });
    await admin.disconnect();
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic: 't', messages: sent.map((value, i) => ({ key: `${i}`, value })) });
    await producer.disconnect();
  });
  afterAll(() => cluster.stop());

  it.skipIf(classpath === undefined)('a Java consumer missed records in its sessions', async () => {
    const java = new JavaTools(classpath!);
    resume.mockClear();
    const line = `--topic t --from-beginning --max-messages ${sent.length} --timeout-ms 30000`;
    const small = '--consumer-property max.partition.fetch.bytes=500 --consumer-property fetch.max.bytes=900';
    const words = ['--bootstrap-server', cluster.bootstrap, ...line.split(' '), ...small.split(' ')];
    const { stdout, stderr } = await java.run('kafka-console-consumer', words);
    await java.close();
    expect(linesOf(stdout), stderr).toEqual([...sent].sort());
    const resumed = resume.mock.results.filter(({ value }) => value !== undefined);
    expect(resumed.length).toBeGreaterThan(0);
    expect(resumed.filter(({ type }) => type === 'throw')).toEqual([]);
  });

  it.skipIf(!has('kcat'))('kcat missed records', async () => {
    const words = ['-b', cluster.bootstrap, '-C', '-t', 't', '-o', 'beginning', '-e', '-q'];
    expect(linesOf((await runTool('kcat', words)).stdout)).toEqual([...sent].sort());
  });

  it('kafkajs missed records', async () => {
    const consumer = cluster.kafka().consumer({ groupId: 'kafkajs', maxWaitTimeInMs: 200 });
    const received: string[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic: 't', fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => void received.push(String(message.value)) });
    await expect.poll(() => received.length).toBe(sent.length);
    await consumer.disconnect();
    expect(received.sort()).toEqual([...sent].sort());
  });
});
