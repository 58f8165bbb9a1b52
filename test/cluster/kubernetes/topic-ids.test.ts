import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { TopicIds } from '../../../source/cluster/kubernetes/topic-ids.ts';
import { TestCluster } from '../../embedded/kafka/broker/test-cluster.ts';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await TestCluster.start([0], { 'offsets.topic.replication.factor': '1' });
});
afterAll(() => cluster.stop());

let ids: TopicIds | undefined;
afterEach(() => ids?.close());

const { signal } = new AbortController();

/** A connection to a port of this machine. */
async function to(port: number) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

it('asks a broker for the id of the topic, which changes when the topic is deleted and created again', async () => {
  const admin = cluster.kafka().admin();
  await admin.connect();
  ids = new TopicIds(() => to(cluster.outsidePort(0)));
  const make = (...names: string[]) =>
    admin.createTopics({
      topics: names.map((topic) => ({ topic, numPartitions: 1, replicationFactor: 1 })),
    });
  try {
    expect(await ids.idOf('made', signal)).toBeUndefined();
    await make('kept', 'made');
    await expect.poll(() => ids!.idOf('made', signal)).toMatch(/^[0-9a-f]{32}$/);
    const [first, kept] = [await ids.idOf('made', signal), await ids.idOf('kept', signal)];
    expect(await ids.idOf('made', signal)).toBe(first);
    expect(kept).not.toBe(first);
    await admin.deleteTopics({ topics: ['made'] });
    await make('made');
    await expect.poll(() => ids!.idOf('made', signal)).toMatch(/^[0-9a-f]{32}$/);
    expect(await ids.idOf('made', signal)).not.toBe(first);
    expect(await ids.idOf('kept', signal)).toBe(kept);
  } finally {
    await admin.disconnect();
  }
});

it('does not know the id if a broker closes the connection, sends too much or is unreachable, and asks again later', async () => {
  let answer: Buffer | undefined;
  let asked = 0;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      asked += 1;
      if (answer === undefined) socket.end();
      else socket.write(answer);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  let now = 0;
  ids = new TopicIds(
    () => to(port),
    () => now,
  );
  const tooLong = Buffer.alloc(4);
  tooLong.writeInt32BE(2 ** 30);
  try {
    for (const next of [undefined, tooLong, Buffer.from([0, 0, 0, 2, 0, 0])]) {
      answer = next;
      const before = asked;
      expect(await ids.idOf('test', signal)).toBeUndefined();
      expect(await ids.idOf('test', signal)).toBeUndefined();
      expect(asked).toBe(before + 1);
      now += 10_000;
    }
  } finally {
    server.close();
  }
  expect(await ids.idOf('test', signal)).toBeUndefined();
});
