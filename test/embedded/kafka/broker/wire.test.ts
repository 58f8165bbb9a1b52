import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { KafkaConnection } from '../../../../source/embedded/kafka/client/kafka-connection.ts';
import { apiVersions } from '../../../../source/embedded/kafka/messages/api-versions.ts';
import { createTopics } from '../../../../source/embedded/kafka/messages/create-topics.ts';
import { deleteRecords } from '../../../../source/embedded/kafka/messages/delete-records.ts';
import { errorCodes } from '../../../../source/embedded/kafka/messages/errors.ts';
import { fetch } from '../../../../source/embedded/kafka/messages/fetch.ts';
import { findCoordinator } from '../../../../source/embedded/kafka/messages/find-coordinator.ts';
import { initProducerId } from '../../../../source/embedded/kafka/messages/init-producer-id.ts';
import { listOffsets } from '../../../../source/embedded/kafka/messages/list-offsets.ts';
import { metadata } from '../../../../source/embedded/kafka/messages/metadata.ts';
import { offsetForLeaderEpoch } from '../../../../source/embedded/kafka/messages/offset-for-leader-epoch.ts';
import { produce } from '../../../../source/embedded/kafka/messages/produce.ts';
import { decodeBatch } from '../../../../source/embedded/kafka/records/decode-batch.ts';
import { encodeBatch } from '../../../../source/embedded/kafka/records/encode-batch.ts';
import { splitBatches } from '../../../../source/embedded/kafka/records/split-batches.ts';
import { connectTo, produceTo, readFrames, requestFrame, socketTo } from './raw-client.ts';
import { TestCluster } from './test-cluster.ts';

let cluster: TestCluster;
let connection: KafkaConnection;
let topics = 0;

beforeAll(async () => {
  cluster = await TestCluster.start([0], {
    'default.replication.factor': '1',
    'offsets.topic.replication.factor': '1',
    'socket.request.max.bytes': '100000',
  });
  connection = await connectTo(cluster);
});

afterAll(async () => {
  connection.close();
  await cluster.stop();
});

async function newTopic(configs: { name: string; value: string }[] = []): Promise<string> {
  const name = `t${topics++}`;
  const answer = await connection.call(createTopics, {
    topics: [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs }],
    timeoutMs: 1000,
    validateOnly: false,
  });
  expect(answer.topics[0]!.errorCode).toBe(0);
  return name;
}

function fetchFrom(topic: string, fetchOffset: number, options: Partial<Parameters<typeof fetchOf>[2]> = {}) {
  return fetchOf(topic, fetchOffset, { maxWaitMs: 0, minBytes: 1, version: 11, on: connection, ...options });
}

function fetchRequest(
  topic: string,
  fetchOffset: number,
  options: { maxWaitMs: number; minBytes?: number; currentLeaderEpoch?: number },
) {
  const { maxWaitMs, minBytes = 1, currentLeaderEpoch = -1 } = options;
  const partition = { partition: 0, fetchOffset, partitionMaxBytes: 1_000_000, currentLeaderEpoch };
  return {
    replicaId: -1,
    maxWaitMs,
    minBytes,
    maxBytes: 1_000_000,
    sessionEpoch: -1,
    topics: [{ topic, partitions: [partition] }],
  };
}

async function fetchOf(
  topic: string,
  fetchOffset: number,
  options: {
    maxWaitMs: number;
    minBytes: number;
    version: number;
    on: KafkaConnection;
    currentLeaderEpoch?: number;
  },
) {
  const { version, on, ...request } = options;
  const answer = await on.call(fetch, fetchRequest(topic, fetchOffset, request), { version });
  return answer.responses[0]!.partitions[0]!;
}

describe('a connection', () => {
  it('answers an ApiVersions request that is too new with version 0 and the supported range', async () => {
    const socket = await socketTo(cluster);
    socket.write(requestFrame(18, 9, 77, Buffer.from([0, 1, 1, 0])));
    const [answer] = await readFrames(socket, 1);
    expect(answer!.int32()).toBe(77);
    expect(apiVersions.decodeResponse(answer!, 0)).toMatchObject({
      errorCode: errorCodes.UNSUPPORTED_VERSION,
      apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 3 }],
    });
    socket.destroy();
  });

  it('answers requests in the order of their arrival, also behind a parked one', async () => {
    const topic = await newTopic();
    const own = await connectTo(cluster);
    const order: string[] = [];
    const parked = own
      .call(fetch, fetchRequest(topic, 0, { maxWaitMs: 5000 }), { version: 11 })
      .then(() => order.push('fetch'));
    const behind = own.call(metadata, { topics: [] }).then(() => order.push('metadata'));
    await produceTo(connection, topic);
    await Promise.all([parked, behind]);
    expect(order).toEqual(['fetch', 'metadata']);
    own.close();
  });

  it.each([
    ['a frame that is too long', Buffer.from([0x7f, 0xff, 0xff, 0xff])],
    ['a negative length', Buffer.from([0xff, 0xff, 0xff, 0xff])],
    ['an unknown API key', requestFrame(999, 0, 1)],
    ['a version that is not served', requestFrame(3, 99, 1)],
    ['a body that ends early', requestFrame(3, 1, 1, Buffer.from([0, 0, 0, 9]))],
    [
      'an array of impossible length',
      requestFrame(0, 3, 1, Buffer.from([255, 255, 0, 1, 0, 0, 0, 1, 127, 255, 255, 255])),
    ],
  ])('is closed after %s, with a log line and no effect on others', async (_, bytes) => {
    const before = cluster.lines.length;
    const socket = await socketTo(cluster);
    const closed = once(socket, 'close');
    socket.resume();
    socket.write(bytes);
    await closed;
    expect(cluster.lines.slice(before).join('\n')).toContain('Closing socket for 127.0.0.1');
    expect((await connection.call(metadata, { topics: [] })).brokers).toHaveLength(1);
  });

  it('stays open after a produce with acks=0, and closes if that failed', async () => {
    const topic = await newTopic();
    const own = await connectTo(cluster);
    const request = (name: string) => ({
      acks: 0,
      timeoutMs: 1,
      topicData: [
        { name, partitionData: [{ index: 0, records: encodeBatch([{ value: 'x', timestamp: 1 }]) }] },
      ],
    });
    own.send(produce, request(topic));
    expect((await fetchFrom(topic, 0, { on: own })).highWatermark).toBe(1);
    own.send(produce, request('nowhere'));
    await vi.waitFor(() => expect(own.closed).toBe(true));
  });
});

describe('produce', () => {
  it('recognises a retry, and refuses a gap in the sequence and an old epoch', async () => {
    const topic = await newTopic();
    const { producerId } = await connection.call(initProducerId, {
      transactionalId: null,
      transactionTimeoutMs: 1,
    });
    expect(producerId).toBeGreaterThanOrEqual(0);
    const batch = (baseSequence: number, producerEpoch = 0) => ({ producerId, producerEpoch, baseSequence });
    expect(await produceTo(connection, topic, { count: 2, batch: batch(0) })).toMatchObject({
      baseOffset: 0,
    });
    expect(await produceTo(connection, topic, { count: 2, batch: batch(2) })).toMatchObject({
      baseOffset: 2,
    });
    expect(await produceTo(connection, topic, { count: 2, batch: batch(0) })).toMatchObject({
      errorCode: 0,
      baseOffset: 0,
    });
    expect(await produceTo(connection, topic, { batch: batch(9) })).toMatchObject({
      errorCode: errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER,
    });
    expect(await produceTo(connection, topic, { batch: batch(0, 1) })).toMatchObject({ baseOffset: 4 });
    expect(await produceTo(connection, topic, { batch: batch(4, 0) })).toMatchObject({
      errorCode: errorCodes.INVALID_PRODUCER_EPOCH,
    });
    expect((await fetchFrom(topic, 0)).highWatermark).toBe(5);
  });

  it('refuses invalid records, each with its own error code', async () => {
    const topic = await newTopic([{ name: 'max.message.bytes', value: '200' }]);
    const errorOf = async (answer: Promise<{ errorCode: number }>) => (await answer).errorCode;
    expect(await errorOf(produceTo(connection, 'nowhere'))).toBe(errorCodes.UNKNOWN_TOPIC_OR_PARTITION);
    expect(await errorOf(produceTo(connection, topic, { acks: 2 }))).toBe(errorCodes.INVALID_REQUIRED_ACKS);
    expect(await errorOf(produceTo(connection, topic, { count: 50 }))).toBe(errorCodes.MESSAGE_TOO_LARGE);
    expect(await errorOf(produceTo(connection, topic, { batch: { control: true } }))).toBe(
      errorCodes.INVALID_RECORD,
    );
    const bytes = encodeBatch([{ value: 'x', timestamp: 1 }]);
    bytes[bytes.length - 1]! ^= 1;
    const answer = await connection.call(produce, {
      acks: 1,
      timeoutMs: 1,
      topicData: [{ name: topic, partitionData: [{ index: 0, records: bytes }] }],
    });
    expect(answer.responses[0]!.partitionResponses[0]!.errorCode).toBe(errorCodes.CORRUPT_MESSAGE);
    expect((await fetchFrom(topic, 0)).highWatermark).toBe(0);
  });
});

describe('timestamps', () => {
  it('come from the producer, or from the broker if the topic says so', async () => {
    const own = await newTopic();
    expect(await produceTo(connection, own)).toMatchObject({ logAppendTimeMs: -1 });
    const before = Date.now();
    const stamped = await newTopic([{ name: 'message.timestamp.type', value: 'LogAppendTime' }]);
    const answer = await produceTo(connection, stamped);
    expect(answer.logAppendTimeMs).toBeGreaterThanOrEqual(before);
    const { records } = await fetchFrom(stamped, 0);
    const [batch] = splitBatches(records as Buffer);
    expect(batch!.header).toMatchObject({ maxTimestamp: answer.logAppendTimeMs, attributes: 8 });
  });
});

describe('fetch', () => {
  it('waits for bytes, wakes up on an append, and returns after its maximum wait', async () => {
    const topic = await newTopic();
    const own = await connectTo(cluster);
    const empty = await fetchFrom(topic, 0, { maxWaitMs: 20, on: own });
    expect(empty).toMatchObject({ errorCode: 0, highWatermark: 0 });
    const parked = fetchFrom(topic, 0, { maxWaitMs: 8000, on: own });
    await produceTo(connection, topic, { count: 3 });
    const { records } = await parked;
    expect(decodeBatch(records as Buffer).records.map(({ value }) => value?.toString())).toEqual([
      'v0',
      'v1',
      'v2',
    ]);
    own.close();
  });

  it('waits until the minimum of bytes is there', async () => {
    const topic = await newTopic();
    const own = await connectTo(cluster);
    const size = encodeBatch([{ value: 'v0', timestamp: 1000 }]).length;
    const parked = fetchFrom(topic, 0, { maxWaitMs: 8000, minBytes: 2 * size, on: own });
    await produceTo(connection, topic);
    await produceTo(connection, topic);
    expect((await parked).records).toHaveLength(2 * size);
    own.close();
  });

  it('returns at once for a deleted topic, another leader epoch or an offset out of range', async () => {
    const topic = await newTopic();
    expect(await fetchFrom(topic, 5)).toMatchObject({ errorCode: errorCodes.OFFSET_OUT_OF_RANGE });
    expect(await fetchFrom(topic, 0, { currentLeaderEpoch: 3 })).toMatchObject({
      errorCode: errorCodes.UNKNOWN_LEADER_EPOCH,
    });
    const own = await connectTo(cluster);
    const parked = fetchFrom(topic, 0, { maxWaitMs: 8000, on: own });
    const admin = cluster.kafka().admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
    expect((await parked).errorCode).toBe(errorCodes.UNKNOWN_TOPIC_OR_PARTITION);
    own.close();
  });
});

describe('offsets', () => {
  it('are found at both ends, by time and by epoch, and move when records are deleted', async () => {
    const topic = await newTopic();
    await produceTo(connection, topic, { count: 10, timestamp: 5000 });
    const find = async (timestamp: number) => {
      const answer = await connection.call(listOffsets, {
        replicaId: -1,
        isolationLevel: 0,
        topics: [
          {
            name: topic,
            partitions: [{ partitionIndex: 0, timestamp, currentLeaderEpoch: -1, maxNumOffsets: 1 }],
          },
        ],
      });
      return answer.topics[0]!.partitions[0]!;
    };
    expect((await find(-1)).offset).toBe(10);
    expect((await find(-2)).offset).toBe(0);
    expect(await find(5004)).toMatchObject({ offset: 4, timestamp: 5004 });
    expect(await find(-3)).toMatchObject({ offset: 9, timestamp: 5009 });
    expect(await find(9999)).toMatchObject({ offset: -1, timestamp: -1 });
    const epochs = await connection.call(offsetForLeaderEpoch, {
      topics: [{ topic, partitions: [{ partition: 0, leaderEpoch: 0, currentLeaderEpoch: -1 }] }],
    });
    expect(epochs.topics[0]!.partitions[0]).toMatchObject({ leaderEpoch: 0, endOffset: 10 });
    await connection.call(deleteRecords, {
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, offset: 6 }] }],
      timeoutMs: 1000,
    });
    expect((await find(-2)).offset).toBe(6);
    expect(await fetchFrom(topic, 3)).toMatchObject({ errorCode: errorCodes.OFFSET_OUT_OF_RANGE });
  });
});

describe('coordinators', () => {
  it('are found for groups, and refused for transactions', async () => {
    const ask = async (keyType: number) =>
      (await connection.call(findCoordinator, { keyType, coordinatorKeys: ['g'] }, { version: 4 }))
        .coordinators[0]!;
    expect(await ask(0)).toMatchObject({
      errorCode: 0,
      nodeId: 0,
      host: '127.0.0.1',
      port: cluster.outsidePort(0),
    });
    expect(await ask(1)).toMatchObject({ errorCode: errorCodes.INVALID_REQUEST });
  });
});
