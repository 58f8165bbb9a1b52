import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  Assignor,
  GroupSubscriber,
} from '../../../../../../source/embedded/containers/tools/client/assignment/assignor.ts';
import {
  assignorsOf,
  usualStrategy,
} from '../../../../../../source/embedded/containers/tools/client/assignment/assignors.ts';
import {
  type Assignment,
  decodeSubscription,
  encodeSubscription,
  keysOf,
} from '../../../../../../source/embedded/containers/tools/client/assignment/consumer-protocol.ts';

const named = (name: string): Assignor => assignorsOf(`org.apache.kafka.clients.consumer.${name}`)[0]!;

/** A member with its own assignor, which persists across rebalances. */
class Member {
  readonly id: string;
  readonly topics: readonly string[];
  readonly instanceId: string | null;
  readonly assignor: Assignor;
  has: Assignment = new Map();

  constructor(id: string, strategy: string, topics: readonly string[], instanceId: string | null = null) {
    this.id = id;
    this.topics = topics;
    this.instanceId = instanceId;
    this.assignor = named(strategy);
  }

  get subscriber(): GroupSubscriber {
    const owned: Assignment = this.assignor.cooperative ? this.has : new Map();
    const told = { topics: this.topics, userData: this.assignor.userData(), owned };
    return {
      memberId: this.id,
      instanceId: this.instanceId,
      ...decodeSubscription(encodeSubscription(told)),
    };
  }
}

class GroupOf {
  members: Member[] = [];
  generation = 0;
  readonly counts: ReadonlyMap<string, number>;

  constructor(counts: Record<string, number>) {
    this.counts = new Map(Object.entries(counts));
  }

  /** Runs one rebalance, led by the first member. Returns whether a member must give up a partition and rejoin. */
  rebalance(): boolean {
    const [leader] = this.members;
    const wanted = [...this.counts].filter(([topic]) =>
      this.members.some((member) => member.topics.includes(topic)),
    );
    const shares = leader!.assignor.assign(
      this.members.map((member) => member.subscriber),
      new Map(wanted),
    );
    this.generation++;
    let again = false;
    for (const member of this.members) {
      const share = shares.get(member.id)!;
      const keys = keysOf(share);
      if (member.assignor.cooperative && keysOf(member.has).some((key) => !keys.includes(key))) again = true;
      member.has = share;
      member.assignor.assigned(share, this.generation);
    }
    return again;
  }

  /** Rebalances until the group is stable. Returns the number of rebalances. */
  settle(): number {
    for (let rounds = 1; ; rounds++) if (!this.rebalance()) return rounds;
  }

  get shares(): Record<string, string[]> {
    return Object.fromEntries(this.members.map(({ id, has }) => [id, keysOf(has).sort()]));
  }
}

function group(strategy: string, ids: readonly string[], counts: Record<string, number>): GroupOf {
  const made = new GroupOf(counts);
  made.members = ids.map((id) => new Member(id, strategy, Object.keys(counts)));
  made.settle();
  return made;
}

describe('range', () => {
  it('gives the first members one extra partition of each topic', () => {
    expect(group('RangeAssignor', ['a', 'b'], { t: 3, u: 3 }).shares).toEqual({
      a: ['t/0', 't/1', 'u/0', 'u/1'],
      b: ['t/2', 'u/2'],
    });
  });

  it('takes static members first, by their instance ids', () => {
    const made = new GroupOf({ t: 3 });
    made.members = [
      new Member('a', 'RangeAssignor', ['t']),
      new Member('z', 'RangeAssignor', ['t'], 'i-1'),
      new Member('y', 'RangeAssignor', ['t'], 'i-2'),
    ];
    made.settle();
    expect(made.shares).toEqual({ a: ['t/2'], z: ['t/0'], y: ['t/1'] });
  });
});

describe('roundrobin', () => {
  it('distributes the partitions of all topics together', () => {
    expect(group('RoundRobinAssignor', ['a', 'b'], { t: 3, u: 3 }).shares).toEqual({
      a: ['t/0', 't/2', 'u/1'],
      b: ['t/1', 'u/0', 'u/2'],
    });
  });

  it('skips members that do not subscribe to the topic', () => {
    const made = new GroupOf({ t: 1, u: 2, v: 3 });
    made.members = [
      new Member('a', 'RoundRobinAssignor', ['t']),
      new Member('b', 'RoundRobinAssignor', ['t', 'u']),
      new Member('c', 'RoundRobinAssignor', ['t', 'u', 'v']),
    ];
    made.settle();
    // The example from the comment of Kafka's own RoundRobinAssignor.
    expect(made.shares).toEqual({ a: ['t/0'], b: ['u/0'], c: ['u/1', 'v/0', 'v/1', 'v/2'] });
  });
});

describe.each(['StickyAssignor', 'CooperativeStickyAssignor'])('%s', (strategy) => {
  it('moves no more partitions than necessary when a member joins', () => {
    const made = group(strategy, ['a', 'b'], { t: 6 });
    const before = made.shares;
    made.members.push(new Member('c', strategy, ['t']));
    made.settle();
    for (const id of ['a', 'b']) expect(before[id]).toEqual(expect.arrayContaining(made.shares[id]!));
    expect(Object.values(made.shares).map((keys) => keys.length)).toEqual([2, 2, 2]);
  });

  it('leaves the others their partitions when a member leaves', () => {
    const made = group(strategy, ['a', 'b', 'c'], { t: 6 });
    const before = made.shares;
    made.members.shift();
    made.settle();
    for (const id of ['b', 'c']) expect(made.shares[id]).toEqual(expect.arrayContaining(before[id]!));
    expect(Object.values(made.shares).map((keys) => keys.length)).toEqual([3, 3]);
  });

  it('ignores the assignment of an earlier generation', () => {
    const made = group(strategy, ['a', 'b'], { t: 4 });
    const late = made.members.pop()!;
    made.settle();
    made.members.push(late);
    made.settle();
    expect(Object.values(made.shares).flat().sort()).toEqual(['t/0', 't/1', 't/2', 't/3']);
    expect(made.shares.a).toHaveLength(2);
  });

  it('treats members without an assignment, or with unreadable data, as new', () => {
    const made = group(strategy, ['a', 'b'], { t: 4 });
    const [a, b] = made.members.map((member) => member.subscriber);
    const broken = { ...b!, userData: Buffer.from([0, 0]), owned: new Map() };
    const shares = named(strategy).assign([a!, broken], made.counts);
    expect([...shares.values()].flatMap(keysOf).sort()).toEqual(['t/0', 't/1', 't/2', 't/3']);
  });

  it('is as balanced as possible in any history, assigns no partition twice, and keeps what it can', () => {
    const topics = ['t', 'u', 'v'];
    const arrival = fc.record({ joins: fc.constant(true), topics: fc.subarray(topics, { minLength: 1 }) });
    const departure = fc.record({ joins: fc.constant(false), which: fc.nat() });
    fc.assert(
      fc.property(
        fc.record({ t: fc.nat(7), u: fc.nat(3), v: fc.nat(5) }),
        fc.array(fc.oneof(arrival, departure), { maxLength: 12 }),
        fc.boolean(),
        (counts, events, same) => {
          const made = new GroupOf(counts);
          let next = 0;
          for (const event of events) {
            if ('topics' in event)
              made.members.push(new Member(`m${next++}`, strategy, same ? topics : event.topics));
            else if (made.members.length > 1) made.members.splice(event.which % made.members.length, 1);
            if (made.members.length === 0) continue;
            const before = made.shares;
            const rounds = made.settle();
            expect(rounds).toBeLessThanOrEqual(2);
            const all = Object.values(made.shares).flat();
            expect(new Set(all).size).toBe(all.length);
            for (const [topic, count] of made.counts) {
              const wanted = made.members.some((member) => member.topics.includes(topic)) ? count : 0;
              expect(all.filter((key) => key.startsWith(`${topic}/`))).toHaveLength(wanted);
            }
            for (const { id, topics: own } of made.members)
              for (const key of made.shares[id]!) expect(own).toContain(key.slice(0, key.lastIndexOf('/')));
            if (!same) continue;
            const sizes = Object.values(made.shares).map((keys) => keys.length);
            expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
            const least = Math.min(...sizes);
            for (const [id, keys] of Object.entries(before))
              if (made.shares[id] !== undefined && keys.length <= least)
                expect(made.shares[id]).toEqual(expect.arrayContaining(keys));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('cooperative-sticky', () => {
  it('gives a partition to its new owner only after the old one has given it up', () => {
    const made = group('CooperativeStickyAssignor', ['a', 'b'], { t: 4 });
    made.members.push(new Member('c', 'CooperativeStickyAssignor', ['t']));
    expect(made.rebalance()).toBe(true);
    expect(made.shares.c).toEqual([]);
    expect(Object.values(made.shares).flat()).toHaveLength(3);
    expect(made.rebalance()).toBe(false);
    expect(made.shares.c).toHaveLength(1);
  });

  it('needs only one rebalance if no member has to give anything up', () => {
    const made = group('CooperativeStickyAssignor', ['a', 'b'], { t: 4 });
    made.members.pop();
    expect(made.settle()).toBe(1);
    expect(made.shares.a).toHaveLength(4);
  });
});

describe('partition.assignment.strategy', () => {
  it('has the eager range assignor first by default', () => {
    expect(assignorsOf(usualStrategy).map(({ name }) => name)).toEqual(['range', 'cooperative-sticky']);
  });

  it.each([
    'Nope',
    'org.apache.kafka.clients.consumer.Nope',
    'constructor',
    `${usualStrategy},${usualStrategy}`,
  ])('refuses `%s`', (strategy) => {
    expect(() => assignorsOf(strategy)).toThrow('Failed to construct kafka consumer');
  });
});
