import { describe, expect, it } from 'vitest';
import type { ClientMetrics, MessageCounts } from '../../../source/cluster/model/cluster.ts';
import { countTally, emptyMemory } from '../../../source/session/count/tally.ts';

/** A member that read these ranges of partition 0, starting at `start`. */
function member(
  pod: string,
  start: number,
  ranges: [number, number][],
  more: Partial<ClientMetrics['partitions'][number]> = {},
): ClientMetrics {
  const distinct = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return {
    pod,
    role: 'group',
    startedAt: 1,
    partitions: [
      {
        partition: 0,
        startOffset: start,
        firstOffset: ranges[0]?.[0] ?? -1,
        lastOffset: ranges.at(-1)?.[1] ?? -1,
        messages: distinct,
        distinct,
        duplicates: 0,
        ranges,
        ...more,
      },
    ],
  };
}

/** Without an `end`, no broker responds. */
function countAll(...looks: { end?: number; members: ClientMetrics[] }[]) {
  let memory = emptyMemory;
  let tally: ReturnType<typeof countTally>['tally'] | undefined;
  for (const [at, { end, members }] of looks.entries()) {
    const counts: MessageCounts = {
      at: at * 1_000,
      endOffsets: end === undefined ? [] : [end],
      producers: [],
      consumers: members,
      owners: {},
    };
    ({ tally, memory } = countTally(counts, memory, true));
  }
  return tally!;
}

describe('a partition that moves from one group member to another', () => {
  it('is complete when the second continues where the first stopped', () => {
    const tally = countAll({ end: 100, members: [member('a', 0, [[0, 59]]), member('b', 60, [[60, 99]])] });
    expect(tally.partitions[0]).toMatchObject({ window: 100, distinct: 100, duplicates: 0, redelivered: 0 });
    expect(tally.share).toBe(1);
  });

  it('counts a message delivered to both once in the share, and once as redelivered', () => {
    const tally = countAll({ end: 100, members: [member('a', 0, [[0, 59]]), member('b', 50, [[50, 99]])] });
    expect(tally.partitions[0]).toMatchObject({
      received: 110,
      distinct: 100,
      duplicates: 10,
      redelivered: 10,
    });
    expect(tally.share).toBe(1);
  });

  it('keeps what a former member read', () => {
    const tally = countAll(
      { end: 60, members: [member('a', 0, [[0, 59]])] },
      { end: 60, members: [] },
      { end: 100, members: [member('b', 60, [[60, 99]])] },
    );
    expect(tally.partitions[0]).toMatchObject({ startOffset: 0, window: 100, distinct: 100, duplicates: 0 });
  });

  it('counts what a member read after its last sample, up to its committed offset', () => {
    const tally = countAll(
      { end: 60, members: [member('a', 0, [[0, 39]])] },
      { end: 100, members: [member('b', 60, [[60, 99]])] },
    );
    expect(tally.partitions[0]).toMatchObject({ received: 100, distinct: 100, duplicates: 0 });
  });

  it('still misses what a current member skipped', () => {
    const tally = countAll(
      { end: 60, members: [member('a', 0, [[0, 59]])] },
      {
        end: 100,
        members: [
          member('b', 60, [
            [60, 79],
            [81, 99],
          ]),
        ],
      },
    );
    expect(tally.partitions[0]).toMatchObject({ window: 100, distinct: 99 });
    expect(tally.share).toBeLessThan(1);
  });

  it('still misses what a former member skipped', () => {
    const gap: [number, number][] = [
      [0, 19],
      [25, 59],
    ];
    const tally = countAll(
      { end: 60, members: [member('a', 0, gap)] },
      { end: 100, members: [member('b', 60, [[60, 99]])] },
    );
    expect(tally.partitions[0]).toMatchObject({ window: 100, distinct: 95 });
  });

  it('is not counted twice if a member is briefly unreachable', () => {
    const a = member('a', 0, [[0, 59]]);
    const b = member('b', 60, [[60, 99]]);
    const tally = countAll(
      { end: 100, members: [a, b] },
      { end: 100, members: [a] },
      { end: 100, members: [a, b] },
    );
    expect(tally.partitions[0]).toMatchObject({ received: 100, distinct: 100, duplicates: 0 });
  });

  it('forgets the group when the topic is recreated', () => {
    const tally = countAll(
      { end: 100, members: [member('a', 0, [[0, 99]])] },
      { end: 10, members: [member('b', 0, [[0, 9]])] },
    );
    expect(tally.partitions[0]).toMatchObject({ window: 10, received: 10, duplicates: 0 });
  });

  it('forgot what a former member had read while the only broker was away: now it is remembered', () => {
    // b owned the partition, then a, which is gone, and then b again.
    const b = member('b', 0, [
      [0, 39],
      [60, 99],
    ]);
    const tally = countAll(
      { end: 60, members: [member('a', 40, [[40, 59]]), b] },
      { end: 100, members: [b] },
      { members: [b] },
      { end: 100, members: [b] },
    );
    expect(tally.partitions[0]).toMatchObject({ window: 100, distinct: 100, duplicates: 0 });
  });

  it('forgets the group when the topic is recreated while no broker responds', () => {
    const tally = countAll(
      { end: 100, members: [member('a', 0, [[0, 99]])] },
      { members: [] },
      { end: 10, members: [member('b', 0, [[0, 9]])] },
    );
    expect(tally.partitions[0]).toMatchObject({ window: 10, received: 10, duplicates: 0 });
  });

  it('falls back on totals for members that do not report their ranges', () => {
    const plain = { ...member('a', 0, [[0, 59]]) };
    const { ranges: _, ...without } = plain.partitions[0]!;
    const tally = countAll({ end: 60, members: [{ ...plain, partitions: [without] }] });
    expect(tally.partitions[0]).toMatchObject({ received: 60, distinct: 60, duplicates: 0 });
  });
});
