import { expect, it } from 'vitest';
import { deleteRecords } from '../../../../../source/embedded/kafka/messages/delete-records.ts';
import { errorName } from '../../../../../source/embedded/kafka/messages/errors.ts';
import { oneBroker } from './one-broker.ts';

const broker = oneBroker();

async function deleteOf(name: string): Promise<string> {
  const partitions = [{ partitionIndex: 0, offset: 0 }];
  const request = { topics: [{ name, partitions }], timeoutMs: 1000 };
  const { topics } = await broker.connection().call(deleteRecords, request);
  return errorName(topics[0]!.partitions[0]!.errorCode);
}

it('deleted records of topics whose policy does not delete', async () => {
  expect(await deleteOf(await broker.newTopic({ 'cleanup.policy': 'compact' }))).toBe('POLICY_VIOLATION');
  expect(await deleteOf(await broker.newTopic({ 'cleanup.policy': 'compact,delete' }))).toBe('NONE');
  expect(await deleteOf(await broker.newTopic())).toBe('NONE');
});

it('deleted records of internal topics', async () => {
  expect(await deleteOf('__consumer_offsets')).toBe('INVALID_TOPIC_EXCEPTION');
});
