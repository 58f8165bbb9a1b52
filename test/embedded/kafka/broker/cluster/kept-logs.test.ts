import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { countedSlice } from '../../../../../source/embedded/bounds/slices.ts';
import { KeptLogs } from '../../../../../source/embedded/kafka/broker/cluster/kept-logs.ts';
import { Partition } from '../../../../../source/embedded/kafka/broker/storage/partition.ts';
import type { PartitionImage } from '../../../../../source/embedded/kafka/controller/cluster-image.ts';
import { PartitionLog } from '../../../../../source/embedded/kafka/log/partition-log.ts';
import { segmentFile } from '../../../../../source/embedded/kafka/log/segment.ts';
import { encodeBatch } from '../../../../../source/embedded/kafka/records/encode-batch.ts';

// More than half of what one step reads: each step checks one of them.
const valueBytes = 150 * 1024;
const batches = 12;
const folder = 't-0-id';
const image: PartitionImage = { topic: 't', partition: 0, replicas: [1], state: undefined };
const topics = [{ name: 't', topicId: 'id', config: {}, partitions: [image] }];
const unknown = () => false;
const nothing = (function* (): Generator<undefined, void> {})();

let directory: string;
let made: Partition[];
let kept: KeptLogs;

const batch = () => encodeBatch([{ value: 'x'.repeat(valueBytes), timestamp: 1 }]);
const make = (one: PartitionImage, name: string) => {
  const partition = new Partition(one, join(directory, name));
  made.push(partition);
  return partition;
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kept-logs-'));
  made = [];
  const log = PartitionLog.open({ directory: join(directory, folder) });
  for (let count = 0; count < batches; count++) log.append(batch());
  log.close();
  kept = new KeptLogs(directory, make, () => nothing);
});

afterEach(() => {
  kept.close();
  for (const partition of made) partition.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Opens the logs in slices of so many steps. `between` runs at the end of each. Returns how many there were. */
async function open(steps: number, between: (slice: number) => void = () => {}): Promise<number> {
  let slices = 0;
  await kept.open(topics, unknown, () => {
    if (slices > 0) between(slices);
    slices++;
    return countedSlice(steps);
  });
  return slices;
}

it('checked the whole log of a partition in one turn at a restart', async () => {
  const states: boolean[] = [];
  // A step for each batch, and one after the log.
  expect(await open(3, () => states.push(made[0]!.isOpen))).toBe(Math.ceil((batches + 1) / 3));
  expect(states.slice(0, 3)).toEqual([false, false, false]);
  const partition = kept.take(image, folder)!;
  expect(partition.isOpen).toBe(true);
  expect(partition.endOffset).toBe(batches);
});

it('takes the other steps at once for whoever uses the log meanwhile', async () => {
  let used: Partition | undefined;
  await open(1, (slice) => {
    if (slice !== 4) return;
    used = kept.take(image, folder)!;
    expect(used.isOpen).toBe(false);
    used.appendOwn(batch());
    expect(used.endOffset).toBe(batches + 1);
  });
  expect(used!.endOffset).toBe(batches + 1);
  expect(statSync(segmentFile(join(directory, folder), 0)).size).toBe((batches + 1) * batch().length);
  expect(made).toHaveLength(1);
});

it('shares the steps of a log between two controllers', async () => {
  await Promise.all([open(1), open(1)]);
  expect(made).toHaveLength(1);
  expect(kept.take(image, folder)!.endOffset).toBe(batches);
});

it('ends at a torn batch, which is cut off', async () => {
  const file = segmentFile(join(directory, folder), 0);
  const whole = statSync(file).size;
  appendFileSync(file, batch().subarray(0, 1000));
  await open(1);
  expect(kept.take(image, folder)!.endOffset).toBe(batches);
  expect(statSync(file).size).toBe(whole);
});

it('stops when the cluster is closed meanwhile', async () => {
  const file = segmentFile(join(directory, folder), 0);
  appendFileSync(file, 'torn');
  const before = statSync(file).size;
  await open(1, (slice) => slice === 4 && kept.close());
  expect(statSync(file).size).toBe(before);
  expect(kept.take(image, folder)).toBeUndefined();
  expect(() => made[0]!.log).toThrow();
});

it('leaves a log that cannot be read to whoever uses it', async () => {
  rmSync(join(directory, folder), { recursive: true });
  appendFileSync(join(directory, folder), 'no directory');
  await open(1);
  expect(() => kept.take(image, folder)!.log).toThrow(/cannot be used/);
});

it('takes the replicas and the leader from the image that gets the partition', async () => {
  await open(1);
  const state = { controllerEpoch: 2, leader: 2, leaderEpoch: 1, isr: [2], zkVersion: 1 };
  expect(kept.take({ ...image, replicas: [2], state }, folder)).toMatchObject({ replicas: [2], state });
});

it('makes no partition of what it does not have, or the image has', async () => {
  const other = [{ ...topics[0]!, topicId: 'other' }];
  await kept.open(other, unknown);
  await kept.open(topics, () => true);
  expect(made).toEqual([]);
});
