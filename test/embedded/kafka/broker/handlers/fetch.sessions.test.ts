import { describe, expect, it, vi } from 'vitest';
import { deleteRecords } from '../../../../../source/embedded/kafka/messages/delete-records.ts';
import { deleteTopics } from '../../../../../source/embedded/kafka/messages/delete-topics.ts';
import { errorName } from '../../../../../source/embedded/kafka/messages/errors.ts';
import type { FetchResponse } from '../../../../../source/embedded/kafka/messages/fetch.ts';
import { connectTo, produceTo } from '../raw-client.ts';
import { fetchFrom, told } from './fetch-client.ts';
import { oneBroker } from './one-broker.ts';

const broker = oneBroker();
const ask = (options: Parameters<typeof fetchFrom>[1]) => fetchFrom(broker.connection(), options);
const idOf = (topic: string) =>
  broker.cluster().registry.cluster('zookeeper:2181', clusterId()).image.topics.get(topic)!.topicId;
const clusterId = () => (broker.cluster().zooKeeper.json('/cluster/id') as { id: string }).id;
const error = ({ errorCode, sessionId, responses }: FetchResponse) => [
  errorName(errorCode),
  sessionId,
  responses,
];

/** A session of a new topic whose records the client has. */
async function idleSession() {
  const topic = await broker.newTopic();
  await produceTo(broker.connection(), topic);
  const { sessionId: id } = await ask({ session: [0, 0], of: [{ topic, at: 1 }] });
  expect(id).toBeGreaterThan(0);
  return { topic, id };
}

describe('what a session answers', () => {
  it('answered all partitions again although only one had records', async () => {
    const [a, b] = [await broker.newTopic(), await broker.newTopic()];
    const first = await ask({ session: [0, 0], of: [{ topic: a }, { topic: b }] });
    expect(told(first)).toEqual(['NONE', `${a}-0 NONE 0..0 none`, `${b}-0 NONE 0..0 none`]);
    await produceTo(broker.connection(), b);
    const { sessionId: id } = first;
    expect(told(await ask({ session: [id, 1] }))).toEqual(['NONE', `${b}-0 NONE 0..1 records`]);
    expect(told(await ask({ session: [id, 2], of: [{ topic: b, at: 1 }] }))).toEqual(['NONE']);
  });

  it('answered the same records to a client that did not move on, but not to one that did', async () => {
    const { topic, id } = await idleSession();
    await produceTo(broker.connection(), topic);
    const records = ['NONE', `${topic}-0 NONE 0..2 records`];
    expect(told(await ask({ session: [id, 1] }))).toEqual(records);
    expect(told(await ask({ session: [id, 2] }))).toEqual(records);
    expect(told(await ask({ session: [id, 3], of: [{ topic, at: 2 }] }))).toEqual(['NONE']);
  });

  it('left the high watermark out, or told it again and again', async () => {
    const { topic, id } = await idleSession();
    await produceTo(broker.connection(), topic, { count: 3 });
    const at = { of: [{ topic, at: 4 }] };
    expect(told(await ask({ session: [id, 1], ...at }))).toEqual(['NONE', `${topic}-0 NONE 0..4 none`]);
    expect(told(await ask({ session: [id, 2] }))).toEqual(['NONE']);
  });

  it('left out that the log begins later', async () => {
    const { topic, id } = await idleSession();
    const partitions = [{ partitionIndex: 0, offset: 1 }];
    await broker.connection().call(deleteRecords, { topics: [{ name: topic, partitions }], timeoutMs: 1000 });
    expect(told(await ask({ session: [id, 1] }))).toEqual(['NONE', `${topic}-0 NONE 1..1 none`]);
    expect(told(await ask({ session: [id, 2] }))).toEqual(['NONE']);
  });

  it('told an error once only, or not that it went', async () => {
    const { topic, id } = await idleSession();
    const failed = ['NONE', `${topic}-0 OFFSET_OUT_OF_RANGE -1..-1 none`];
    expect(told(await ask({ session: [id, 1], of: [{ topic, at: 7 }] }))).toEqual(failed);
    expect(told(await ask({ session: [id, 2] }))).toEqual(failed);
    const well = told(await ask({ session: [id, 3], of: [{ topic, at: 1 }] }));
    expect(well).toEqual(['NONE', `${topic}-0 NONE 0..1 none`]);
    expect(told(await ask({ session: [id, 4] }))).toEqual(['NONE']);
  });

  it('did not tell that a topic is gone', async () => {
    const { topic, id } = await idleSession();
    await broker.connection().call(deleteTopics, { topics: [{ name: topic }], timeoutMs: 1000 });
    const gone = [`${topic}-0 UNKNOWN_TOPIC_OR_PARTITION -1..-1 none`];
    expect(told(await ask({ session: [id, 1] }))).toEqual(['NONE', ...gone]);
  });

  it('went on with partitions that were forgotten', async () => {
    const { topic, id } = await idleSession();
    const other = await broker.newTopic();
    expect(told(await ask({ session: [id, 1], of: [{ topic: other }], forget: [{ topic }] }))).toEqual([
      'NONE',
      `${other}-0 NONE 0..0 none`,
    ]);
    await produceTo(broker.connection(), topic);
    expect(told(await ask({ session: [id, 2] }))).toEqual(['NONE']);
  });

  it('let the first partition keep the bytes of all answers for itself', async () => {
    const [a, b] = [await broker.newTopic(), await broker.newTopic()];
    for (const topic of [a, b, a, b]) await produceTo(broker.connection(), topic);
    const first = await ask({ session: [0, 0], of: [{ topic: a }, { topic: b }], maxBytes: 1 });
    const { sessionId: id } = first;
    const withRecords = (answer: FetchResponse) =>
      told(answer)
        .filter((line) => line.endsWith('records'))
        .map((line) => line.split('-')[0]);
    expect(withRecords(first)).toEqual([a]);
    // Kafka orders the partitions of a session by its own answers, not by the one that began it.
    expect(withRecords(await ask({ session: [id, 1], maxBytes: 1 }))).toEqual([a]);
    expect(withRecords(await ask({ session: [id, 2], maxBytes: 1 }))).toEqual([b]);
    expect(withRecords(await ask({ session: [id, 3], maxBytes: 1 }))).toEqual([a]);
  });

  it('lost topics that go by their ids', async () => {
    const topic = await broker.newTopic();
    const topicId = idOf(topic);
    const first = await ask({ session: [0, 0], of: [{ topicId }], version: 13 });
    await produceTo(broker.connection(), topic);
    const next = await ask({ session: [first.sessionId, 1], version: 13 });
    expect(next.responses.map((one) => one.topicId)).toEqual([topicId]);
    const last = await ask({ session: [first.sessionId, 2], forget: [{ topicId }], version: 13 });
    expect(error(last)).toEqual(['NONE', 0, []]);
  });
});

describe('how a session waits', () => {
  it('answered nothing at once instead of waiting for records', async () => {
    const { topic, id } = await idleSession();
    const other = await connectTo(broker.cluster());
    const waiting = fetchFrom(other, { session: [id, 1], maxWaitMs: 9000 });
    await waits(topic);
    await produceTo(broker.connection(), topic);
    expect(told(await waiting)).toEqual(['NONE', `${topic}-0 NONE 0..2 records`]);
    other.close();
  });

  it.each([
    ['a later request of it', 1, 'INVALID_FETCH_SESSION_EPOCH', 2],
    ['its end', 1, 'FETCH_SESSION_ID_NOT_FOUND', -1],
  ])(
    'held a request for all its time although the session was overtaken by %s',
    async (_, epoch, code, next) => {
      const { topic, id } = await idleSession();
      const other = await connectTo(broker.cluster());
      const waiting = fetchFrom(other, { session: [id, epoch], maxWaitMs: 60_000 });
      await waits(topic);
      await ask({ session: [id, next] });
      expect(told(await waiting)).toEqual([code]);
      expect(waitingOn(topic)).toBe(0);
      other.close();
    },
  );

  it('began a session for a client that had gone while it waited', async () => {
    const topic = await broker.newTopic();
    const sessions = () =>
      broker.cluster().registry.cluster('zookeeper:2181', clusterId()).sessionMemory.held;
    const before = sessions();
    const other = await connectTo(broker.cluster());
    const waiting = fetchFrom(other, { session: [0, 0], of: [{ topic }], maxWaitMs: 60_000 });
    await waits(topic);
    other.close();
    await expect(waiting).rejects.toThrow();
    await vi.waitFor(() => expect(waitingOn(topic)).toBe(0));
    await ask({ of: [{ topic }] });
    expect(sessions()).toBe(before);
  });

  const waitingOn = (topic: string) =>
    broker.cluster().registry.cluster('zookeeper:2181', clusterId()).partition(topic, 0)!.delayed.size;
  const waits = (topic: string) => vi.waitFor(() => expect(waitingOn(topic)).toBe(1));
});

describe('which session a request goes on with', () => {
  it('took any id for a session', async () => {
    expect(error(await ask({ session: [4711, 1] }))).toEqual(['FETCH_SESSION_ID_NOT_FOUND', 0, []]);
    expect(error(await ask({ session: [0, 1] }))).toEqual(['FETCH_SESSION_ID_NOT_FOUND', 0, []]);
  });

  it.each([0x7fff_ffff, 2, -2])('took epoch %i where 1 was next', async (epoch) => {
    const { id } = await idleSession();
    expect(error(await ask({ session: [id, epoch] }))).toEqual(['INVALID_FETCH_SESSION_EPOCH', 0, []]);
    expect(error(await ask({ session: [id, 1] }))).toEqual(['NONE', id, []]);
  });

  it('took a request twice', async () => {
    const { topic, id } = await idleSession();
    expect(error(await ask({ session: [id, 1] }))).toEqual(['NONE', id, []]);
    const again = await ask({ session: [id, 1], forget: [{ topic }] });
    expect(error(again)).toEqual(['INVALID_FETCH_SESSION_EPOCH', 0, []]);
    expect(error(await ask({ session: [id, 2] }))).toEqual(['NONE', id, []]);
  });

  it('mixed the names and the ids of topics in one session', async () => {
    const { topic, id } = await idleSession();
    const refused = ['FETCH_SESSION_TOPIC_ID_ERROR', 0, []];
    expect(error(await ask({ session: [id, 1], version: 13 }))).toEqual(refused);
    const byId = await ask({ session: [0, 0], of: [{ topicId: idOf(topic), at: 1 }], version: 13 });
    expect(error(await ask({ session: [byId.sessionId, 1] }))).toEqual(refused);
    expect(error(await ask({ session: [byId.sessionId, 1], version: 13 }))).toEqual([
      'NONE',
      byId.sessionId,
      [],
    ]);
  });

  it('kept a session that its client had closed', async () => {
    const { topic, id } = await idleSession();
    expect(told(await ask({ session: [id, -1], of: [{ topic }] }))).toEqual([
      'NONE',
      `${topic}-0 NONE 0..1 records`,
    ]);
    expect(error(await ask({ session: [id, 1] }))).toEqual(['FETCH_SESSION_ID_NOT_FOUND', 0, []]);
  });

  it('kept the old session of a client that began another', async () => {
    const { topic, id } = await idleSession();
    const next = await ask({ session: [id, 0], of: [{ topic, at: 1 }] });
    expect(next.sessionId).not.toBe(id);
    expect(error(await ask({ session: [id, 1] }))).toEqual(['FETCH_SESSION_ID_NOT_FOUND', 0, []]);
    expect(error(await ask({ session: [next.sessionId, 1] }))).toEqual(['NONE', next.sessionId, []]);
  });

  it('kept a session without partitions', async () => {
    const { topic, id } = await idleSession();
    expect(error(await ask({ session: [id, 1], forget: [{ topic }] }))).toEqual(['NONE', 0, []]);
    expect(error(await ask({ session: [id, 2] }))).toEqual(['FETCH_SESSION_ID_NOT_FOUND', 0, []]);
  });

  it('began sessions in versions that have none', async () => {
    const topic = await broker.newTopic();
    expect((await ask({ session: [0, 0], of: [{ topic }], version: 6 })).sessionId).toBe(0);
  });
});
