import { expect, it, vi } from 'vitest';
import { PartitionLog } from '../../../../../source/embedded/kafka/log/partition-log.ts';
import { errorName } from '../../../../../source/embedded/kafka/messages/errors.ts';
import { listOffsets } from '../../../../../source/embedded/kafka/messages/list-offsets.ts';
import { connectTo, produceTo } from '../raw-client.ts';
import { oneBroker } from './one-broker.ts';

const broker = oneBroker();

async function find(topic: string, times: readonly number[], version = 6) {
  const partitions = times.map((timestamp) => ({
    partitionIndex: 0,
    timestamp,
    currentLeaderEpoch: -1,
    maxNumOffsets: 1,
  }));
  const request = { replicaId: -1, isolationLevel: 0, topics: [{ name: topic, partitions }] };
  const { topics } = await broker.connection().call(listOffsets, request, { version });
  return topics[0]!.partitions;
}

it('searched a partition as often as a request named it: Kafka refuses that from v1 on', async () => {
  const topic = await broker.newTopic();
  await produceTo(broker.connection(), topic, { count: 10, timestamp: 5000 });
  const twice = await find(topic, [5004, 5004]);
  expect(twice.map(({ errorCode }) => errorName(errorCode))).toEqual(['INVALID_REQUEST', 'INVALID_REQUEST']);
  const old = await find(topic, [5004, 5007, 5004], 0);
  expect(old.map(({ oldStyleOffsets }) => oldStyleOffsets)).toEqual([[4], [7], [4]]);
});

it('searched records by the producer’s time where the broker sets it', async () => {
  const topic = await broker.newTopic({ 'message.timestamp.type': 'LogAppendTime' });
  await produceTo(broker.connection(), topic, { count: 2, timestamp: 1000 });
  const [found] = await find(topic, [2000]);
  expect(found).toMatchObject({ errorCode: 0, offset: 0 });
  expect(found!.timestamp).toBeGreaterThan(1001);
});

it('a search went on after its client had hung up', async () => {
  const topic = await broker.newTopic();
  let taken = 0;
  let hasEnded = false;
  const search = vi
    .spyOn(PartitionLog.prototype, 'offsetForTimestampInSteps')
    .mockImplementation(function* () {
      try {
        for (;;) {
          taken++;
          yield undefined;
        }
      } finally {
        hasEnded = true;
      }
    });
  try {
    const client = await connectTo(broker.cluster());
    const partitions = [{ partitionIndex: 0, timestamp: 1, currentLeaderEpoch: -1, maxNumOffsets: 1 }];
    const asked = client
      .call(listOffsets, { replicaId: -1, isolationLevel: 0, topics: [{ name: topic, partitions }] })
      .catch(() => 'closed');
    await vi.waitFor(() => expect(taken).toBeGreaterThan(0));
    client.close();
    await vi.waitFor(() => expect(hasEnded).toBe(true), { timeout: 5000 });
    expect(await asked).toBe('closed');
  } finally {
    search.mockRestore();
  }
});
