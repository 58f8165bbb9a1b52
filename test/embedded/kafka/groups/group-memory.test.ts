import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../../source/embedded/kafka/broker/config/broker-settings.ts';
import { snapshotMemory } from '../../../../source/embedded/kafka/groups/group.ts';
import { GroupCoordinator } from '../../../../source/embedded/kafka/groups/group-coordinator.ts';
import { GroupMemory } from '../../../../source/embedded/kafka/groups/group-memory.ts';
import { GroupStore } from '../../../../source/embedded/kafka/groups/group-store.ts';
import type { JoinResult } from '../../../../source/embedded/kafka/groups/member.ts';
import { FakeTimers } from '../fake-timers.ts';

const partitions = 50;

/** Two brokers with their groups: the first leads all partitions of `__consumer_offsets`. */
function makeBrokers(memory: GroupMemory) {
  const timers = new FakeTimers();
  const stores = new Map<number, GroupStore>();
  const logs: string[][] = [[], []];
  const brokers = logs.map(
    (log) =>
      new GroupCoordinator({
        config: readSettings({}).group,
        timers,
        memory,
        log: (line) => log.push(line),
        storeFor: (partition) => {
          const store = stores.get(partition) ?? new GroupStore(undefined, memory);
          stores.set(partition, store);
          return store;
        },
      }),
  );
  const lead = (broker: number) => {
    for (let partition = 0; partition < partitions; partition++) {
      brokers[1 - broker]!.unload(partition);
      brokers[broker]!.load(partition);
    }
  };
  lead(0);
  return { timers, stores, brokers, logs, lead };
}

interface Joining {
  readonly groupId: string;
  readonly memberId?: string;
  readonly instance?: string | null;
  readonly bytes: number;
  readonly known?: boolean;
  readonly clientId?: string;
}

function join(broker: GroupCoordinator, joining: Joining): { answer?: JoinResult } {
  const result: { answer?: JoinResult } = {};
  broker.join(
    {
      groupId: joining.groupId,
      memberId: joining.memberId ?? '',
      groupInstanceId: joining.instance ?? null,
      clientId: joining.clientId ?? 'c',
      clientHost: '/127.0.0.1',
      sessionTimeoutMs: 1_800_000,
      rebalanceTimeoutMs: 1_800_000,
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata: Buffer.alloc(joining.bytes) }],
      requireKnownMemberId: joining.known ?? false,
    },
    (answer) => {
      result.answer = answer;
    },
  );
  return result;
}

function sync(
  broker: GroupCoordinator,
  groupId: string,
  { memberId, generationId }: JoinResult,
  bytes: number,
) {
  const result: { error?: string } = {};
  broker.sync(
    {
      groupId,
      generationId,
      memberId,
      groupInstanceId: null,
      protocolType: null,
      protocolName: null,
      assignments: [{ memberId, assignment: Buffer.alloc(bytes) }],
    },
    ({ error }) => {
      result.error = error;
    },
  );
  return result;
}

function commit(broker: GroupCoordinator, groupId: string, metadata: string, count = 1, topic = 't') {
  return broker.commit(
    { groupId, generationId: -1, memberId: '', groupInstanceId: null },
    Array.from({ length: count }, (_, partition) => ({
      topic,
      partition,
      offset: 5,
      leaderEpoch: -1,
      metadata,
    })),
  );
}

const refusals = (log: readonly string[]) => log.filter((line) => line.startsWith('Refusing requests'));

describe('groups of members that nobody waits for could fill the memory of the process', () => {
  it('a member beyond the ceiling is refused, with one line in the log of its broker', () => {
    const { brokers, logs, timers } = makeBrokers(new GroupMemory(1_000_000));
    const joined = Array.from({ length: 90 }, (_, index) =>
      join(brokers[0]!, { groupId: `g${index}`, bytes: 100_000 }),
    );
    timers.advance(10_000);
    const errors = joined.map(({ answer }) => answer!.error);
    expect(errors.filter((error) => error === 'NONE').length).toBeGreaterThan(5);
    expect(errors.filter((error) => error === 'GROUP_MAX_SIZE_REACHED').length).toBeGreaterThan(80);
    expect(refusals(logs[0]!)).toHaveLength(1);
  });

  it('ids of members that never join with them count too', () => {
    const { brokers } = makeBrokers(new GroupMemory(1_000_000));
    const clientId = 'x'.repeat(30_000);
    const errors = Array.from(
      { length: 50 },
      (_, index) =>
        join(brokers[0]!, { groupId: `g${index}`, bytes: 1, known: true, clientId }).answer!.error,
    );
    expect(errors.at(0)).toBe('MEMBER_ID_REQUIRED');
    expect(errors.at(-1)).toBe('GROUP_MAX_SIZE_REACHED');
  });

  it('an assignment beyond the ceiling is refused', () => {
    const { brokers, timers } = makeBrokers(new GroupMemory(1_000_000));
    const joining = join(brokers[0]!, { groupId: 'g', bytes: 100 });
    timers.advance(10_000);
    expect(sync(brokers[0]!, 'g', joining.answer!, 2_000_000).error).toBe('GROUP_MAX_SIZE_REACHED');
    expect(sync(brokers[0]!, 'g', joining.answer!, 100).error).toBe('NONE');
  });

  it('a member that joins again as it was is not refused when memory is full', () => {
    const { brokers, timers } = makeBrokers(new GroupMemory(210_000));
    const joining = join(brokers[0]!, { groupId: 'g', bytes: 200_000 });
    timers.advance(10_000);
    expect(sync(brokers[0]!, 'g', joining.answer!, 0).error).toBe('NONE');
    expect(join(brokers[0]!, { groupId: 'other', bytes: 1 }).answer?.error).toBe('GROUP_MAX_SIZE_REACHED');
    const again = join(brokers[0]!, {
      groupId: 'g',
      memberId: joining.answer!.memberId,
      bytes: 200_000,
    });
    timers.advance(10_000);
    expect(again.answer?.error).toBe('NONE');
  });
});

describe('committed offsets could fill the memory of the process', () => {
  it('a commit beyond the ceiling is refused, with one line in the log of each broker that refuses', () => {
    const { brokers, logs, lead } = makeBrokers(new GroupMemory(undefined, 1_000_000));
    const metadata = 'm'.repeat(4_000);
    const results = Array.from({ length: 200 }, (_, index) => commit(brokers[0]!, `g${index}`, metadata, 10));
    expect(results.at(0)).toEqual(Array(10).fill('NONE'));
    expect(results.at(-1)).toEqual(Array(10).fill('INVALID_COMMIT_OFFSET_SIZE'));
    expect(refusals(logs[0]!)).toHaveLength(1);
    lead(1);
    expect(commit(brokers[1]!, 'new', metadata, 10)[0]).toBe('INVALID_COMMIT_OFFSET_SIZE');
    expect(refusals(logs[1]!)).toHaveLength(1);
  });

  it('a group goes on committing when memory is full, and others do when it is deleted', () => {
    const { brokers } = makeBrokers(new GroupMemory(undefined, 100_000));
    const metadata = 'm'.repeat(4_000);
    expect(commit(brokers[0]!, 'full', metadata, 11)[0]).toBe('NONE');
    expect(commit(brokers[0]!, 'other', metadata)[0]).toBe('INVALID_COMMIT_OFFSET_SIZE');
    expect(commit(brokers[0]!, 'full', metadata, 11)[0]).toBe('NONE');
    expect(brokers[0]!.delete('full')).toBe('NONE');
    expect(commit(brokers[0]!, 'other', metadata)[0]).toBe('NONE');
  });

  it('a commit for unknown topics left a group behind for ten minutes', () => {
    const memory = new GroupMemory();
    const { brokers } = makeBrokers(memory);
    expect(commit(brokers[0]!, 'g', '', 0)).toEqual([]);
    expect(brokers[0]!.list()).toEqual([]);
    expect([memory.members.total, memory.offsets.total]).toEqual([0, 0]);
  });
});

const groupIds = fc.constantFrom('g1', 'g2', 'a-longer-group-id');
const operations = fc.oneof(
  fc.record({
    kind: fc.constant('join' as const),
    groupId: groupIds,
    instance: fc.option(fc.constantFrom('i1', 'i2')),
    bytes: fc.nat(5000),
    known: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('rejoin' as const),
    member: fc.nat(20),
    bytes: fc.nat(5000),
  }),
  fc.record({ kind: fc.constant('sync' as const), member: fc.nat(20), bytes: fc.nat(5000) }),
  fc.record({ kind: fc.constant('leave' as const), member: fc.nat(20) }),
  fc.record({
    kind: fc.constant('commit' as const),
    groupId: groupIds,
    topic: fc.constantFrom('t', 'other'),
    metadata: fc.string(),
    count: fc.nat(5),
  }),
  fc.record({ kind: fc.constant('deleteOffset' as const), groupId: groupIds, partition: fc.nat(5) }),
  fc.record({ kind: fc.constant('deleteGroup' as const), groupId: groupIds }),
  fc.record({ kind: fc.constant('forgetTopic' as const), topic: fc.constantFrom('t', 'other') }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1, 5_000, 2_000_000) }),
  fc.record({ kind: fc.constant('lead' as const), broker: fc.constantFrom(0, 1) }),
);

function storedBytes(stores: Iterable<GroupStore>): number {
  let bytes = 0;
  for (const store of stores)
    for (const change of store.contents())
      if (change.kind === 'group' && change.snapshot) bytes += snapshotMemory(change.snapshot);
  return bytes;
}

it('whatever happens to groups, nothing stays counted once all of it has left', () => {
  fc.assert(
    fc.property(fc.array(operations, { maxLength: 40 }), (steps) => {
      const memory = new GroupMemory();
      const { brokers, stores, timers, lead } = makeBrokers(memory);
      let leader = brokers[0]!;
      const joined: { groupId: string; result: { answer?: JoinResult } }[] = [];
      const memberAt = (index: number) => joined[index % Math.max(joined.length, 1)];
      for (const step of steps) {
        if (step.kind === 'join') {
          const { instance, groupId, bytes, known } = step;
          const result = join(leader, { groupId, bytes, instance, known: known && instance === null });
          joined.push({ groupId, result });
        } else if (step.kind === 'rejoin') {
          const member = memberAt(step.member);
          const memberId = member?.result.answer?.memberId;
          if (member && memberId)
            member.result = join(leader, { groupId: member.groupId, memberId, bytes: step.bytes });
        } else if (step.kind === 'sync') {
          const member = memberAt(step.member);
          if (member?.result.answer) sync(leader, member.groupId, member.result.answer, step.bytes);
        } else if (step.kind === 'leave') {
          const member = memberAt(step.member);
          const memberId = member?.result.answer?.memberId;
          if (member && memberId) leader.leave(member.groupId, [{ memberId, groupInstanceId: null }]);
        } else if (step.kind === 'commit')
          commit(leader, step.groupId, step.metadata, step.count, step.topic);
        else if (step.kind === 'deleteOffset') leader.deleteOffset(step.groupId, 't', step.partition);
        else if (step.kind === 'deleteGroup') leader.delete(step.groupId);
        else if (step.kind === 'forgetTopic')
          for (const store of stores.values()) store.forgetTopic(step.topic);
        else if (step.kind === 'wait') timers.advance(step.ms);
        else {
          lead(step.broker);
          leader = brokers[step.broker]!;
        }
        const offsets = [...stores.values()].flatMap((store) =>
          [...store.contents()].filter(({ kind }) => kind === 'offset'),
        );
        expect(memory.offsets.total > 0).toBe(offsets.length > 0);
      }
      lead(0);
      lead(1);
      // A loaded group is what is stored of it, also where it had dropped an assignment since.
      expect(memory.members.total).toBeLessThanOrEqual(2 * storedBytes(stores.values()));
      timers.advance(10_000_000);
      for (const { groupId } of brokers[1]!.list()) expect(brokers[1]!.delete(groupId)).toBe('NONE');
      expect([memory.members.total, memory.offsets.total]).toEqual([0, 0]);
    }),
  );
});

it('a store that nobody reads any longer counts no more', () => {
  const memory = new GroupMemory();
  const { brokers, stores, timers } = makeBrokers(memory);
  join(brokers[0]!, { groupId: 'g', bytes: 100 });
  commit(brokers[0]!, 'other', 'm', 3);
  timers.advance(10_000);
  for (const broker of brokers) broker.close();
  for (const store of stores.values()) store.close();
  expect([memory.members.total, memory.offsets.total]).toEqual([0, 0]);
});
