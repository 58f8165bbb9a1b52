import { expect, it, vi } from 'vitest';
import { findCoordinator } from '../../../../../source/embedded/kafka/messages/find-coordinator.ts';
import { offsetCommit } from '../../../../../source/embedded/kafka/messages/offset-commit.ts';
import { offsetFetch } from '../../../../../source/embedded/kafka/messages/offset-fetch.ts';
import { oneBroker } from './one-broker.ts';

const broker = oneBroker();

async function committed(): Promise<string> {
  const name = await broker.newTopic();
  const partitions = [{ partitionIndex: 0, committedOffset: 7, committedMetadata: 'm' }];
  await broker.connection().call(findCoordinator, { keyType: 0, coordinatorKeys: ['g'] });
  const request = { groupId: 'g', generationId: -1, topics: [{ name, partitions }] };
  await vi.waitFor(async () => {
    const { topics } = await broker.connection().call(offsetCommit, request);
    expect(topics[0]?.partitions[0]?.errorCode).toBe(0);
  });
  return name;
}

it('answered a group as often as the request named it', async () => {
  const name = await committed();
  const groups = Array.from({ length: 400 }, () => ({ groupId: 'g', topics: null }));
  const answer = await broker.connection().call(offsetFetch, { groups });
  expect(answer.groups).toHaveLength(1);
  expect(answer.groups[0]?.topics.map((topic) => topic.name)).toContain(name);
});

it('answered a partition as often as the request named it', async () => {
  const name = await committed();
  const topics = Array.from({ length: 400 }, () => ({ name, partitionIndexes: [0, 0, 1] }));
  const old = await broker.connection().call(offsetFetch, { groupId: 'g', topics }, { version: 1 });
  const { groups } = await broker.connection().call(offsetFetch, { groups: [{ groupId: 'g', topics }] });
  for (const answered of [old.topics, groups[0]!.topics])
    expect(
      answered.map((topic) => [
        topic.name,
        topic.partitions.map(({ partitionIndex, committedOffset }) => [partitionIndex, committedOffset]),
      ]),
    ).toEqual([
      [
        name,
        [
          [0, 7],
          [1, -1],
        ],
      ],
    ]);
});
