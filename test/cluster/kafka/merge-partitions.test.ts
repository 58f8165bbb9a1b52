import { expect, it } from 'vitest';
import type { MessageRow } from '../../../source/cluster/kafka/browser.ts';
import {
  type Direction,
  mergePartitions,
  type PartitionCursor,
} from '../../../source/cluster/kafka/merge-partitions.ts';
import { message } from '../../commands/kafka-views/fake-browser.ts';

/** Partitions by the times of their messages. */
const merge = async (
  times: readonly (readonly number[])[],
  most: number,
  direction: Direction,
  atOnce = 1,
) => {
  const logs = times.map((ofOne, partition) =>
    ofOne.map((time, offset): MessageRow => ({ ...message(offset), partition, time })),
  );
  const cursors = logs.map(
    (log, partition): PartitionCursor =>
      direction === 'forwards'
        ? { partition, at: 0, limit: log.length, waiting: [] }
        : { partition, at: log.length, limit: 0, waiting: [] },
  );
  const { rows, taken } = await mergePartitions(cursors, most, direction, async (dry) => {
    for (const cursor of dry) {
      const log = logs[cursor.partition]!;
      if (direction === 'forwards') {
        cursor.waiting = log.slice(cursor.at, cursor.at + atOnce);
        cursor.at = Math.min(log.length, cursor.at + atOnce);
      } else {
        const from = Math.max(0, cursor.at - atOnce);
        cursor.waiting = log.slice(from, cursor.at).reverse();
        cursor.at = from;
      }
    }
  });
  return { times: rows.map(({ time }) => time), taken: Object.fromEntries(taken) };
};

const three = [[1, 4, 7], [2, 3, 8, 9], []];

it.each([1, 2, 10])('takes the oldest messages first, when %i are read at once', async (atOnce) => {
  expect(await merge(three, 5, 'forwards', atOnce)).toEqual({
    times: [1, 2, 3, 4, 7],
    taken: { 0: 3, 1: 2, 2: 0 },
  });
});

it.each([1, 2, 10])('takes the newest first on the way back, when %i are read at once', async (atOnce) => {
  expect(await merge(three, 3, 'backwards', atOnce)).toEqual({
    times: [7, 8, 9],
    taken: { 0: 2, 1: 2, 2: 0 },
  });
});

it('keeps the order of offsets where a producer wrote older times', async () => {
  expect((await merge([[5, 1, 6], [2]], 10, 'forwards')).times).toEqual([2, 5, 1, 6]);
});

it('reads nothing where nothing is asked for', async () => {
  expect(await merge(three, 0, 'forwards')).toMatchObject({ times: [], taken: { 0: 0, 1: 0 } });
});
