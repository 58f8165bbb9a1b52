import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignReplicas } from '../../../../source/embedded/kafka/controller/assign-replicas.ts';
import {
  electFirst,
  electOffline,
  expandIsr,
  handOver,
  withoutBroker,
} from '../../../../source/embedded/kafka/controller/elections.ts';

const live = (...ids: number[]) => new Set(ids);

describe('replica assignment', () => {
  it('goes round the brokers from its start, and shifts the followers each round', () => {
    const assigned = assignReplicas({
      brokers: [0, 1, 2, 3, 4],
      partitions: 10,
      replicationFactor: 3,
      startIndex: 0,
    });
    // The example from the comment in Kafka's own AdminUtils: five brokers and ten partitions.
    expect([...assigned.values()]).toEqual([
      [0, 1, 2],
      [1, 2, 3],
      [2, 3, 4],
      [3, 4, 0],
      [4, 0, 1],
      [0, 2, 3],
      [1, 3, 4],
      [2, 4, 0],
      [3, 0, 1],
      [4, 1, 2],
    ]);
  });

  it('gives every partition distinct replicas and every broker its share of leaders', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(7),
        fc.nat(7),
        fc.integer({ min: 1, max: 8 }),
        (count, partitions, start, shift, factor) => {
          const brokers = Array.from({ length: count }, (_, id) => id * 3);
          const replicationFactor = Math.min(factor, count);
          const assigned = assignReplicas({
            brokers,
            partitions,
            replicationFactor,
            startIndex: start % count,
            startShift: shift % count,
          });
          const leaders = new Map<number, number>();
          for (const replicas of assigned.values()) {
            expect(new Set(replicas).size).toBe(replicationFactor);
            leaders.set(replicas[0]!, (leaders.get(replicas[0]!) ?? 0) + 1);
          }
          for (const led of leaders.values()) expect(led).toBeLessThanOrEqual(Math.ceil(partitions / count));
        },
      ),
    );
  });
});

describe('elections', () => {
  const state = { leader: 1, isr: [1, 2, 0], leaderEpoch: 4 };
  const replicas = [1, 2, 0];

  it('starts with the first live replica', () => {
    expect(electFirst(replicas, live(0, 2))).toEqual({ leader: 2, isr: [2, 0], leaderEpoch: 0 });
    expect(electFirst(replicas, live())).toBeUndefined();
  });

  it('moves the leader to an in-sync live replica and bumps the epoch', () => {
    expect(withoutBroker(state, replicas, 1, live(0, 2))).toEqual({ leader: 2, isr: [2, 0], leaderEpoch: 5 });
    expect(withoutBroker(state, replicas, 2, live(0, 1))).toEqual({ leader: 1, isr: [1, 0], leaderEpoch: 5 });
    expect(withoutBroker(state, replicas, 9, live(0, 1))).toBeUndefined();
  });

  it('never elects a replica that is not in sync', () => {
    const alone = { leader: 1, isr: [1], leaderEpoch: 4 };
    const offline = withoutBroker(alone, replicas, 1, live(0, 2))!;
    expect(offline).toEqual({ leader: -1, isr: [1], leaderEpoch: 5 });
    expect(electOffline(offline, replicas, live(0, 2))).toBeUndefined();
    expect(electOffline(offline, replicas, live(0, 1, 2))).toEqual({ leader: 1, isr: [1], leaderEpoch: 6 });
  });

  it('adds a replica that caught up to the end of the ISR, in the same epoch', () => {
    const shrunk = { leader: 1, isr: [1, 0], leaderEpoch: 5 };
    expect(expandIsr(shrunk, replicas, live(0, 1, 2))).toEqual({
      leader: 1,
      isr: [1, 0, 2],
      leaderEpoch: 5,
    });
    expect(expandIsr(shrunk, replicas, live(0, 1))).toBeUndefined();
    expect(expandIsr(shrunk, replicas, live(2, 7))).toBeUndefined();
  });

  it('moves what it can in a controlled shutdown', () => {
    expect(handOver(state, replicas, 1, live(0, 2))).toEqual({ leader: 2, isr: [2, 0], leaderEpoch: 5 });
    expect(handOver({ leader: 1, isr: [1], leaderEpoch: 0 }, [1], 1, live(0, 2))).toBeUndefined();
  });
});

describe('unclean election', () => {
  const state = { leader: 0, isr: [0], leaderEpoch: 4 };

  it('happens only if the setting allows it, when the last in-sync replica dies', () => {
    expect(withoutBroker(state, [0, 1, 2], 0, live(1, 2))).toEqual({ leader: -1, isr: [0], leaderEpoch: 5 });
    expect(withoutBroker(state, [0, 1, 2], 0, live(1, 2), true)).toEqual({
      leader: 1,
      isr: [1],
      leaderEpoch: 5,
    });
  });

  it('never elects the broker that is gone, and nobody if no replica is alive', () => {
    expect(withoutBroker(state, [0, 1, 2], 0, live(0, 2), true)).toMatchObject({ leader: 2, isr: [2] });
    expect(withoutBroker(state, [0, 1, 2], 0, live(3), true)).toEqual({
      leader: -1,
      isr: [0],
      leaderEpoch: 5,
    });
  });

  it('elects a replica that comes back, but prefers one that is in sync', () => {
    const offline = { leader: -1, isr: [2], leaderEpoch: 5 };
    expect(electOffline(offline, [0, 1, 2], live(1))).toBeUndefined();
    expect(electOffline(offline, [0, 1, 2], live(1), true)).toEqual({ leader: 1, isr: [1], leaderEpoch: 6 });
    expect(electOffline(offline, [0, 1, 2], live(1, 2), true)).toEqual({
      leader: 2,
      isr: [2],
      leaderEpoch: 6,
    });
  });

  it('keeps a live leader', () => {
    expect(electOffline(state, [0, 1, 2], live(0, 1), true)).toBeUndefined();
    expect(withoutBroker({ ...state, isr: [0, 1] }, [0, 1], 1, live(0), true)).toMatchObject({ leader: 0 });
  });
});
