import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { KafkaConnection } from '../../../../../source/embedded/kafka/client/kafka-connection.ts';
import { findCoordinator } from '../../../../../source/embedded/kafka/messages/find-coordinator.ts';
import { metadata } from '../../../../../source/embedded/kafka/messages/metadata.ts';
import { offsetCommit } from '../../../../../source/embedded/kafka/messages/offset-commit.ts';
import { offsetFetch } from '../../../../../source/embedded/kafka/messages/offset-fetch.ts';
import { connectedPair } from '../../../../../source/embedded/network/duplex-pair.ts';
import { connectTo, readFrames, requestFrame, socketTo } from '../raw-client.ts';
import { TestCluster } from '../test-cluster.ts';

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await TestCluster.start([0], { 'default.replication.factor': '1' });
});

afterAll(() => cluster.stop());

describe('a peer that does not read its responses', () => {
  let peer: SlowPeer;

  afterEach(() => peer.destroy());

  it('is no longer read from beyond a limit, and gets every response in order once it reads', async () => {
    const requests = 50_000;
    peer = new SlowPeer(requests);
    cluster.accept(peer);
    await vi.waitFor(() => expect(peer.isPaused()).toBe(true));
    expect(peer.answered).toBe(1);
    expect(peer.sent).toBeLessThan(requests / 2);
    peer.startReading();
    await vi.waitFor(() => expect(peer.answered).toBe(requests), { timeout: 15_000 });
    expect(peer.outOfOrder).toBe(false);
  });
});

it('a client gets the advertised names inside the pod network, and ports of 127.0.0.1 outside', async () => {
  const addresses = async (connection: KafkaConnection) => {
    const { brokers } = await connection.call(metadata, { topics: [] });
    connection.close();
    return brokers.map(({ host, port }) => `${host}:${port}`);
  };
  const [inside, far] = connectedPair();
  cluster.accept(far);
  expect(await addresses(await KafkaConnection.open(inside, { clientId: 'inside' }))).toEqual([
    'kafka-0.kafka-service:9092',
  ]);
  expect(await addresses(await connectTo(cluster))).toEqual([`127.0.0.1:${cluster.outsidePort(0)}`]);
});

describe('hostile bytes', () => {
  it('affect nobody but their sender', async () => {
    const good = requestFrame(3, 1, 1, Buffer.from([255, 255, 255, 255]));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const bytes = Buffer.from(good);
          for (const [at, value] of changes) bytes[at] = value;
          const socket = await socketTo(cluster);
          socket.end(bytes);
          await new Promise((resolve) => socket.resume().once('close', resolve));
        },
      ),
      { seed: 20261122, numRuns: 300 },
    );
    const connection = await connectTo(cluster);
    expect((await connection.call(metadata, { topics: null })).brokers).toHaveLength(1);
    connection.close();
  });

  it('may arrive one at a time', async () => {
    const socket = await socketTo(cluster);
    const answers = readFrames(socket, 2);
    const frame = requestFrame(3, 1, 5, Buffer.from([255, 255, 255, 255]));
    for (const byte of Buffer.concat([frame, frame])) socket.write(Buffer.from([byte]));
    expect((await answers).map((reader) => reader.int32())).toEqual([5, 5]);
    socket.destroy();
  });
});

it('a request with megabytes of names closes its connection', async () => {
  const socket = await socketTo(cluster);
  const closed = new Promise((resolve) => socket.resume().once('close', resolve));
  const name = Buffer.alloc(2 + 900, 'u');
  name.writeInt16BE(900);
  const count = Buffer.alloc(4);
  count.writeInt32BE(10_000);
  socket.write(requestFrame(3, 1, 1, Buffer.concat([count, ...Array.from({ length: 10_000 }, () => name)])));
  await closed;
});

it('the response keeps the order of thousands of elements in a request', async () => {
  const connection = await connectTo(cluster);
  const many = Array.from({ length: 5000 }, (_, index) => index);
  const names = many.map((index) => `nobody-${index}`);
  const described = await connection.call(metadata, {
    topics: [...names, ...names].map((name) => ({ name })),
    allowAutoTopicCreation: false,
  });
  expect(described.topics.map(({ name }) => name)).toEqual(names);
  const found = await connection.call(findCoordinator, { keyType: 1, coordinatorKeys: names });
  expect(found.coordinators.map(({ key }) => key)).toEqual(names);
  const fetched = await connection.call(offsetFetch, {
    groups: names.map((groupId) => ({ groupId, topics: [{ name: 't', partitionIndexes: [0, 1] }] })),
  });
  expect(fetched.groups.map(({ groupId }) => groupId)).toEqual(names);
  expect(fetched.groups[0]?.topics[0]?.partitions.map((one) => one.partitionIndex)).toEqual([0, 1]);
  const partitions = many.map((partitionIndex) => ({ partitionIndex, committedOffset: 1 }));
  const committed = await connection.call(offsetCommit, {
    groupId: 'g',
    topics: [
      { name: 'a', partitions },
      { name: 'b', partitions: partitions.slice(0, 3) },
    ],
  });
  expect(committed.topics.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(committed.topics[0]?.partitions.map((one) => one.partitionIndex)).toEqual(many);
  expect(committed.topics[1]?.partitions.map((one) => one.errorCode)).toEqual([3, 3, 3]);
  connection.close();
});

/** A peer that has many requests to send, and reads one response only until the test lets it read on. */
class SlowPeer extends Duplex {
  answered = 0;
  sent = 0;
  outOfOrder = false;
  private readonly requests: number;
  private reading = false;
  private held: (() => void) | undefined;

  constructor(requests: number) {
    super({ writableHighWaterMark: 1 });
    this.requests = requests;
  }

  startReading(): void {
    this.reading = true;
    this.held?.();
  }

  override _read(): void {
    // Metadata of all topics, version 1: a null array.
    const all = Buffer.from([255, 255, 255, 255]);
    const batch = Array.from({ length: 100 }, (_, i) => requestFrame(3, 1, this.sent + i, all));
    this.sent += batch.length;
    this.push(Buffer.concat(batch));
    if (this.sent >= this.requests) this._read = () => {};
  }

  override _write(answer: Buffer, _: BufferEncoding, done: () => void): void {
    if (answer.readInt32BE(4) !== this.answered++) this.outOfOrder = true;
    if (this.reading) done();
    else this.held = done;
  }
}
