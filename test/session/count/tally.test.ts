import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientMetrics, MessageCounts } from '../../../source/cluster/model/cluster.ts';
import { countTally, emptyMemory, type TallyMemory } from '../../../source/session/count/tally.ts';

function client(
  role: string,
  partitions: Partial<ClientMetrics['partitions'][number]>[],
  more: Partial<ClientMetrics> = {},
): ClientMetrics {
  return {
    pod: `${role}-1`,
    role,
    startedAt: 1_000,
    ...more,
    partitions: partitions.map((each, partition) => ({
      partition,
      startOffset: 0,
      firstOffset: -1,
      lastOffset: -1,
      messages: 0,
      distinct: each.messages ?? 0,
      duplicates: 0,
      ...each,
    })),
  };
}

function counts(more: Partial<MessageCounts>): MessageCounts {
  return { at: 10_000, endOffsets: [], producers: [], consumers: [], owners: {}, ...more };
}

/** Counts several samples in a row, and returns the last tally. */
function countAll(looks: readonly MessageCounts[], stopped = true, memory: TallyMemory = emptyMemory) {
  let last = countTally(looks[0]!, memory, stopped);
  for (const look of looks.slice(1)) last = countTally(look, last.memory, stopped);
  return last.tally;
}

describe('the tally', () => {
  it('is undefined while there is no topic', () => {
    expect(countAll([counts({})])).toMatchObject({ consumer: 'none', partitions: [], window: 0, share: 0 });
  });

  it('measures each window from the start of that consumer', () => {
    const consumers = [client('partition', [{ startOffset: 40, messages: 60 }, { startOffset: 30 }])];
    const tally = countAll([counts({ endOffsets: [100, 90], consumers })]);
    expect(tally.partitions).toMatchObject([
      { startOffset: 40, endOffset: 100, window: 60, received: 60 },
      { startOffset: 30, endOffset: 90, window: 60, received: 0 },
    ]);
    expect(tally).toMatchObject({ consumer: 'partition', window: 120, received: 60, share: 0.5 });
  });

  it('remembers where partitions ended before a consumer that reports only one partition', () => {
    const only0 = (messages: number) => client('partition', [{ startOffset: 10, messages }]);
    const tally = countAll([
      counts({ endOffsets: [10, 20] }),
      counts({ endOffsets: [15, 25], consumers: [only0(5)] }),
      counts({ endOffsets: [30, 40], consumers: [only0(20)] }),
    ]);
    expect(tally.partitions.map((each) => each.window)).toEqual([20, 20]);
  });

  it('counts a partition without a group member as missing from its oldest message on', () => {
    const consumers = [client('group', [{ startOffset: 5, messages: 95 }])];
    const tally = countAll([
      counts({ endOffsets: [100, 100] }),
      counts({ endOffsets: [100, 100], consumers }),
    ]);
    expect(tally.partitions[1]).toMatchObject({ startOffset: 0, window: 100, received: 0 });
    expect(tally.consumer).toBe('group');
  });

  it('counts a restarted consumer from its new start', () => {
    const run = (startedAt: number, startOffset: number, messages: number) =>
      client('partition', [{ startOffset, messages }], { startedAt });
    const tally = countAll([
      counts({ endOffsets: [50], consumers: [run(1, 0, 50)] }),
      counts({ endOffsets: [80], consumers: [run(2, 60, 20)] }),
    ]);
    expect(tally.partitions[0]).toMatchObject({ startOffset: 60, window: 20, received: 20 });
  });

  it('counts only the new consumer while the old one is terminating', () => {
    const tally = countAll([
      counts({
        endOffsets: [100],
        consumers: [
          client('partition', [{ startOffset: 0, messages: 100 }], { startedAt: 1 }),
          client('group', [{ startOffset: 0, messages: 7 }], { startedAt: 2 }),
        ],
      }),
    ]);
    expect(tally).toMatchObject({ consumer: 'group', received: 7, window: 100 });
  });

  it('adds up the members of a group', () => {
    const member = (pod: string, own: number) =>
      client(
        'group-consumer',
        [0, 1].map((p) => (p === own ? { startOffset: 0, messages: 50 } : { startOffset: -1 })),
        { pod },
      );
    const tally = countAll([
      counts({
        endOffsets: [50, 50],
        consumers: [member('a', 0), member('b', 1)],
        owners: { 0: 'a', 1: 'b' },
      }),
    ]);
    expect(tally).toMatchObject({ window: 100, received: 100, share: 1 });
    expect(tally.partitions.map((each) => each.owner)).toEqual(['a', 'b']);
  });

  it('showed half as received where two replicas of the partition-0 consumer read the same quarter', () => {
    const replica = (pod: string) =>
      client(
        'partition',
        [{ messages: 100, distinct: 100, firstOffset: 0, lastOffset: 99, ranges: [[0, 99]] }],
        { pod },
      );
    const tally = countAll([
      counts({ endOffsets: [100, 100, 100, 100], consumers: [replica('a'), replica('b')] }),
    ]);
    expect(tally).toMatchObject({ window: 400, received: 100, share: 0.25 });
    expect(tally.partitions[0]).toMatchObject({ distinct: 100, duplicates: 100 });
  });

  it('is settled only when the producer is stopped and two samples, some time apart, are equal', () => {
    const look = (at: number, messages: number, more: Partial<MessageCounts> = {}) =>
      counts({ at, endOffsets: [100], consumers: [client('partition', [{ messages }])], ...more });
    expect(countAll([look(0, 100)]).settled).toBe(false);
    expect(countAll([look(0, 100), look(50, 100)]).settled).toBe(false);
    expect(countAll([look(0, 100), look(500, 100)]).settled).toBe(true);
    expect(countAll([look(0, 90), look(500, 100)]).settled).toBe(false);
    expect(countAll([look(0, 100), look(500, 100, { endOffsets: [101] })]).settled).toBe(false);
    expect(countAll([look(0, 100), look(500, 100)], false).settled).toBe(false);
    const producers = [client('producer', [{ messages: 100 }])];
    expect(countAll([look(0, 100, { producers }), look(500, 100, { producers })]).settled).toBe(false);
  });

  it('never has a negative window, whatever the clients report', () => {
    const anyPartition = fc.record({
      startOffset: fc.integer({ min: -1, max: 1_000 }),
      messages: fc.nat(2_000),
    });
    const anyLook = fc.record({
      endOffsets: fc.array(fc.nat(500), { maxLength: 4 }),
      roles: fc.array(
        fc.tuple(
          fc.constantFrom('partition', 'group', 'consumer', 'group-consumer'),
          fc.array(anyPartition, { maxLength: 5 }),
          fc.nat(3),
        ),
        { maxLength: 3 },
      ),
    });
    fc.assert(
      fc.property(fc.array(anyLook, { minLength: 1, maxLength: 5 }), (looks) => {
        const tally = countAll(
          looks.map(({ endOffsets, roles }, at) =>
            counts({
              at,
              endOffsets,
              consumers: roles.map(([role, partitions, startedAt]) =>
                client(role, partitions, { startedAt }),
              ),
            }),
          ),
        );
        for (const each of tally.partitions) {
          expect(each.window).toBeGreaterThanOrEqual(0);
          expect(each.window).toBe(each.endOffset - each.startOffset);
        }
        expect(tally.window).toBe(tally.partitions.reduce((sum, each) => sum + each.window, 0));
        expect(Number.isFinite(tally.share)).toBe(true);
      }),
    );
  });
});
