import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { finish } from '../../../../../source/embedded/bounds/slices.ts';
import { OffsetsStores } from '../../../../../source/embedded/kafka/broker/cluster/offsets-stores.ts';
import { openOffsets } from '../../../../../source/embedded/kafka/broker/storage/offsets-log.ts';
import { Partition } from '../../../../../source/embedded/kafka/broker/storage/partition.ts';
import { offsetsTopic } from '../../../../../source/embedded/kafka/controller/topic-names.ts';
import { GroupMemory } from '../../../../../source/embedded/kafka/groups/group-memory.ts';
import { systemTimers } from '../../../../../source/embedded/kafka/timers.ts';

const commits = 40;

let directory: string;
let kept: Partition;
/** What the image has. */
let known: Partition | undefined;
let memory: GroupMemory;
let stores: OffsetsStores;

const open = (topic = offsetsTopic) =>
  new Partition({ topic, partition: 3, replicas: [0], state: undefined }, join(directory, 'partition'));
const commit = (offset: number) => [
  { topic: 't', partition: 0, committed: { offset, leaderEpoch: -1, metadata: '', commitTimestamp: 1 } },
];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-offsets-stores-'));
  const earlier = open();
  const store = openOffsets(() => earlier, systemTimers, new GroupMemory());
  for (let offset = 1; offset <= commits; offset++) store.commit('group', commit(offset));
  earlier.close();
  kept = open();
  known = undefined;
  memory = new GroupMemory();
  stores = new OffsetsStores({ partition: () => known, timers: systemTimers, memory });
});

afterEach(() => {
  kept.close();
  rmSync(directory, { recursive: true, force: true });
});

it('all committed offsets of an earlier run were read in one turn', () => {
  const steps = stores.readInSteps(kept);
  let taken = 0;
  while (!steps.next().done) taken += 1;
  expect(taken).toBe(commits);
  // It is not read again.
  expect(stores.get(3).committed('group', 't', 0)?.offset).toBe(commits);
  finish(stores.readInSteps(kept));
  expect(stores.get(3).committed('group', 't', 0)?.offset).toBe(commits);
});

it('keeps what somebody else has read and written between two steps', () => {
  const steps = stores.readInSteps(kept);
  steps.next();
  known = kept;
  const used = stores.get(3);
  used.commit('group', commit(1000));
  finish(steps);
  expect(stores.get(3)).toBe(used);
  // What was read beside it counts no longer.
  expect(memory.offsets.total).toBe(usedAlone());
});

it.each<[string, () => void]>([
  ['is forgotten', () => stores.forget(3)],
  ['is closed with its cluster', () => stores.close()],
])('holds nothing of a partition that %s between two steps', (_what, end) => {
  const steps = stores.readInSteps(kept);
  steps.next();
  end();
  finish(steps);
  expect(memory.offsets.total).toBe(0);
});

it('reads no other topic', () => {
  const other = open('orders');
  finish(stores.readInSteps(other));
  expect(memory.offsets.total).toBe(0);
  other.close();
});

/** What one store of these offsets holds. */
function usedAlone(): number {
  const alone = new GroupMemory();
  openOffsets(() => kept, systemTimers, alone);
  return alone.offsets.total;
}
