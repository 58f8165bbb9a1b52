import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../../../source/embedded/kafka/messages/errors.ts';
import { fetch } from '../../../../../source/embedded/kafka/messages/fetch.ts';
import { produceTo } from '../raw-client.ts';
import { oneBroker } from './one-broker.ts';

const broker = oneBroker();

async function fetchWith(topic: string, sessionId: number, sessionEpoch: number) {
  const request = {
    replicaId: -1,
    maxWaitMs: 0,
    minBytes: 1,
    maxBytes: 1_000_000,
    sessionId,
    sessionEpoch,
    topics: [{ topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000 }] }],
  };
  // From version 13 on, topics go by their ids.
  const answer = await broker.connection().call(fetch, request, { version: 12 });
  const records = answer.responses[0]?.partitions[0]?.records?.length ?? 0;
  return { errorCode: answer.errorCode, sessionId: answer.sessionId, isFull: records > 0 };
}

describe('fetch', () => {
  it.each([
    ['kafka-go’s: session −1, epoch −1', -1, -1],
    ['the last of a session', 4711, -1],
    ['the first of a new session after another', 4711, 0],
    ['without a session', 0, -1],
    ['the first of a session', 0, 0],
  ])('got nothing where the session id was not 0 in a full request: %s', async (_, id, epoch) => {
    const topic = await broker.newTopic();
    await produceTo(broker.connection(), topic);
    expect(await fetchWith(topic, id, epoch)).toEqual({ errorCode: 0, sessionId: 0, isFull: true });
  });

  it('refuses to go on with a session', async () => {
    const topic = await broker.newTopic();
    await produceTo(broker.connection(), topic);
    const { FETCH_SESSION_ID_NOT_FOUND: errorCode } = errorCodes;
    expect(await fetchWith(topic, 4711, 1)).toEqual({ errorCode, sessionId: 0, isFull: false });
  });
});
