import { expect, it } from 'vitest';
import { errorName } from '../../../../../source/embedded/kafka/messages/errors.ts';
import { produceTo } from '../raw-client.ts';
import { oneBroker } from './one-broker.ts';

const broker = oneBroker();

it.each<[string, Readonly<Record<string, string>>, 'now' | number, string]>([
  ['near the broker’s', {}, 'now', 'NONE'],
  ['long ago', {}, 1000, 'INVALID_TIMESTAMP'],
  ['long ago, and the broker sets the time', { 'message.timestamp.type': 'LogAppendTime' }, 1000, 'NONE'],
])('ignored message.timestamp.difference.max.ms: times %s', async (_, configs, time, wanted) => {
  const topic = await broker.newTopic({ 'message.timestamp.difference.max.ms': '60000', ...configs });
  const { errorCode } = await produceTo(broker.connection(), topic, {
    timestamp: time === 'now' ? Date.now() : time,
  });
  expect(errorName(errorCode)).toBe(wanted);
});

it('sent a text with an error that says enough, which Java clients print instead of their own', async () => {
  const topic = await broker.newTopic({ 'max.message.bytes': '70' });
  const { errorCode, errorMessage } = await produceTo(broker.connection(), topic, { count: 10 });
  expect(errorName(errorCode)).toBe('MESSAGE_TOO_LARGE');
  expect(errorMessage).toBeNull();
});
