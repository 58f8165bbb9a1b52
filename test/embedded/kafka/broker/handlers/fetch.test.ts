import { describe, expect, it } from 'vitest';
import { produceTo } from '../raw-client.ts';
import { fetchFrom, told } from './fetch-client.ts';
import { oneBroker } from './one-broker.ts';

const broker = oneBroker();

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
    const answer = await fetchFrom(broker.connection(), { session: [id, epoch], of: [{ topic }] });
    expect(told(answer)).toEqual(['NONE', `${topic}-0 NONE 0..1 records`]);
    expect(answer.sessionId > 0).toBe(epoch === 0);
  });
});
