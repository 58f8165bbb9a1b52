import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GroupMemory } from '../../../../source/embedded/kafka/groups/group-memory.ts';
import { GroupStore } from '../../../../source/embedded/kafka/groups/group-store.ts';

function openStore() {
  const log = { endOffset: 0, highWatermark: 0 };
  const store = new GroupStore(
    (changes) => {
      log.endOffset += changes.length;
    },
    new GroupMemory(),
    () => log,
  );
  const commit = (partition: number, offset: number) =>
    store.commit('g', [
      { topic: 't', partition, committed: { offset, leaderEpoch: 0, metadata: '', commitTimestamp: 0 } },
    ]);
  const seen = (partition: number) => store.allConfirmed('g').get('t')?.get(partition)?.offset;
  return { log, store, commit, seen };
}

it('an offset that an in-sync replica lacked was shown, and went back when that replica led', () => {
  const { log, commit, seen } = openStore();
  commit(0, 5);
  expect(seen(0)).toBeUndefined();
  log.highWatermark = 1;
  expect(seen(0)).toBe(5);
  commit(0, 6);
  commit(0, 7);
  expect(seen(0)).toBe(5);
  log.highWatermark = log.endOffset;
  expect(seen(0)).toBe(7);
});

it('an offset that was removed is not shown again', () => {
  const { log, store, commit, seen } = openStore();
  commit(0, 5);
  log.highWatermark = 1;
  commit(0, 6);
  store.removeOffset('g', 't', 0);
  expect(seen(0)).toBeUndefined();
});

it('shows nothing that not all in-sync replicas have, and never less than they had before', () => {
  const step = fc.oneof(
    fc.record({ partition: fc.nat(2) }),
    fc.record({ raise: fc.nat(3) }),
    fc.record({ look: fc.constant(true) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { log, commit, seen } = openStore();
      const commits: { partition: number; offset: number; end: number }[] = [];
      const before = new Map<number, number>();
      for (const [index, one] of steps.entries()) {
        if ('partition' in one) {
          commit(one.partition, index);
          commits.push({ partition: one.partition, offset: index, end: log.endOffset });
        } else if ('raise' in one) log.highWatermark = Math.min(log.endOffset, log.highWatermark + one.raise);
        for (const partition of [0, 1, 2]) {
          const offset = seen(partition) ?? -1;
          if (offset >= 0)
            expect(
              commits.find((each) => each.partition === partition && each.offset === offset)!.end,
            ).toBeLessThanOrEqual(log.highWatermark);
          expect(offset).toBeGreaterThanOrEqual(before.get(partition) ?? -1);
          before.set(partition, offset);
        }
        if (log.highWatermark === log.endOffset)
          for (const partition of [0, 1, 2])
            expect(seen(partition)).toBe(commits.findLast((each) => each.partition === partition)?.offset);
      }
    }),
  );
});
