import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runInSlices } from '../../../../../source/embedded/bounds/lanes/cluster.ts';
import { countedSlice, finish } from '../../../../../source/embedded/bounds/slices.ts';
import { Partition } from '../../../../../source/embedded/kafka/broker/storage/partition.ts';
import { decodeBatch } from '../../../../../source/embedded/kafka/records/decode-batch.ts';
import { encodeBatch } from '../../../../../source/embedded/kafka/records/encode-batch.ts';
import { splitBatches } from '../../../../../source/embedded/kafka/records/split-batches.ts';

const state = { controllerEpoch: 1, leader: 0, leaderEpoch: 0, isr: [0], zkVersion: 0 };
const image = { topic: 'test', partition: 0, replicas: [0], state };
const most = 2 ** 24;

let directory: string;
let partition: Partition;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'partition-'));
  partition = new Partition(image, join(directory, 'test-0'), {});
});

afterEach(() => {
  partition.close();
  rmSync(directory, { recursive: true, force: true });
});

const batch = (value: string) => encodeBatch([{ value, timestamp: 1 }]);
const large = (letter: string) => batch(letter.repeat(3 * 1024 * 1024));

/** As a broker appends; every step in a turn of its own. */
const append = (records: Buffer, appendTime?: number) =>
  partition.inTurn(() => runInSlices(partition.append(records, most, appendTime), () => countedSlice(1)));

function firstLetters(): string[] {
  const data = partition.log.read(0, 1e9);
  return splitBatches(data).flatMap(({ start }) =>
    decodeBatch(data, start).records.map(({ value }) => String(value).slice(0, 1)),
  );
}

it('appends that come while a large one goes on wait for it, in order', async () => {
  const results = [append(large('a')), append(batch('b')), append(large('c'), 5_000), append(batch('d'))];
  expect(results.every((result) => result instanceof Promise)).toBe(true);
  expect((await Promise.all(results)).map(({ baseOffset }) => baseOffset)).toEqual([0, 1, 2, 3]);
  expect(firstLetters()).toEqual(['a', 'b', 'c', 'd']);
  expect(append(batch('e'))).toMatchObject({ baseOffset: 4 });
});

it('an append that fails holds up none behind it', async () => {
  const broken = large('a');
  broken[broken.length - 1]! ^= 1;
  const first = append(broken);
  const second = append(batch('b'));
  await expect(first).rejects.toMatchObject({ code: 'CORRUPT_MESSAGE' });
  expect(await second).toMatchObject({ baseOffset: 0 });
});

it('a large append is given up when the leader changes meanwhile', () => {
  const steps = partition.append(large('a'), most);
  for (let step = 0; step < 5; step++) expect(steps.next().done).toBe(false);
  partition.apply({ ...image, state: { ...state, leader: 1, leaderEpoch: 1 } });
  expect(() => finish(steps)).toThrow(expect.objectContaining({ code: 'NOT_LEADER_OR_FOLLOWER' }));
  expect(partition.endOffset).toBe(0);
  expect(finish(partition.append(batch('b'), most))).toMatchObject({ baseOffset: 0 });
  expect(firstLetters()).toEqual(['b']);
});
