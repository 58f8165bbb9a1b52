import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { logBounds } from '../../../../../source/embedded/kafka/broker/storage/log-bounds.ts';
import { OffsetsCompaction } from '../../../../../source/embedded/kafka/broker/storage/offsets-compaction.ts';
import { openOffsets } from '../../../../../source/embedded/kafka/broker/storage/offsets-log.ts';
import { Partition } from '../../../../../source/embedded/kafka/broker/storage/partition.ts';
import { GroupMemory } from '../../../../../source/embedded/kafka/groups/group-memory.ts';
import { GroupStore } from '../../../../../source/embedded/kafka/groups/group-store.ts';
import { systemTimers } from '../../../../../source/embedded/kafka/timers.ts';

function openPartition() {
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-compaction-'));
  const open = () =>
    new Partition(
      { topic: '__consumer_offsets', partition: 0, replicas: [0], state: undefined },
      join(directory, 'partition'),
      { limits: () => logBounds('__consumer_offsets', () => '104857600') },
    );
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return open;
}

const offsets = (offset: number, metadata: string, count: number) =>
  Array.from({ length: count }, (_, partition) => ({
    topic: 't',
    partition,
    committed: { offset, leaderEpoch: 2, metadata, commitTimestamp: 7 },
  }));

const metadata = 'x'.repeat(4000);

it('what changes while the log is compacted is what is read again: nothing old returns', () => {
  const open = openPartition();
  const partition = open();
  const store = openOffsets(() => partition, systemTimers, new GroupMemory());
  let started = 0;
  for (let group = 0; group < 20; group++) store.commit(`g${group}`, offsets(0, metadata, 20));
  for (let round = 1; started < 3; round++) {
    const before = partition.log.startOffset;
    // Against the order in which they are appended: some change after a run has begun and before their turn.
    for (let group = 19; group >= 0; group--) {
      store.commit(`g${group}`, offsets(round, metadata, 20));
      // The oldest of what is still to be appended, and the newest.
      if (round % 3 === 1) store.removeGroup(`g${(group * 7) % 20}`);
      if (round % 3 === 2) store.removeOffset(`g${19 - group}`, 't', round % 20);
    }
    if (partition.log.startOffset > before) started++;
  }
  const expected = new Set([...store.contents()].map((change) => JSON.stringify(change)));
  partition.close();
  const again = open();
  onTestFinished(() => again.close());
  const reread = openOffsets(() => again, systemTimers, new GroupMemory());
  expect(new Set([...reread.contents()].map((change) => JSON.stringify(change)))).toEqual(expected);
});

it('megabytes of offsets were compacted at once, which blocked the event loop: a step appends a part of them', () => {
  const partition = openPartition()();
  onTestFinished(() => partition.close());
  const appended: number[] = [];
  const store = new GroupStore();
  const real = openOffsets(() => partition, systemTimers, new GroupMemory());
  for (let group = 0; group < 10; group++) {
    store.commit(`g${group}`, offsets(1, metadata, 150));
    real.commit(`g${group}`, offsets(1, metadata, 150));
  }
  const compaction = new OffsetsCompaction((_to, changes) => appended.push(changes.length));
  for (let steps = 0; steps < 20; steps++) compaction.step(partition, store);
  expect(appended.reduce((sum, count) => sum + count, 0)).toBe(1500);
  expect(Math.max(...appended)).toBeLessThan(150);
});

it('the originals were dropped while an in-sync replica that might lead next still lacked their copies', () => {
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-compaction-'));
  const partition = new Partition(
    {
      topic: '__consumer_offsets',
      partition: 0,
      replicas: [0, 1],
      state: { leader: 0, isr: [0, 1], leaderEpoch: 0, controllerEpoch: 0, zkVersion: 0 },
    },
    join(directory, 'partition'),
    { limits: () => logBounds('__consumer_offsets', () => '104857600') },
  );
  onTestFinished(() => {
    partition.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const store = openOffsets(() => partition, systemTimers, new GroupMemory());
  partition.freeze(1);
  const commit = (round: number) => store.commit('g', offsets(round, metadata, 100));
  for (let round = 0; round < 40; round++) commit(round);
  expect(partition.log.startOffset).toBe(0);
  partition.thaw(1);
  commit(40);
  commit(41);
  expect(partition.log.startOffset).toBeGreaterThan(0);
});
