import { beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../../../source/embedded/kafka/broker/config/broker-settings.ts';
import { GroupCoordinator } from '../../../../source/embedded/kafka/groups/group-coordinator.ts';
import { GroupMemory } from '../../../../source/embedded/kafka/groups/group-memory.ts';
import { GroupStore } from '../../../../source/embedded/kafka/groups/group-store.ts';
import type { JoinResult, SyncResult } from '../../../../source/embedded/kafka/groups/member.ts';
import { offsetsPartitionOf } from '../../../../source/embedded/kafka/groups/offsets-partition.ts';
import { FakeTimers } from '../fake-timers.ts';

const groupId = 'g';
let timers: FakeTimers;
let stores: Map<number, GroupStore>;
let coordinator: GroupCoordinator;
let logged: string[];

function newCoordinator(): GroupCoordinator {
  const created = new GroupCoordinator({
    config: readSettings({}).group,
    timers,
    log: (line) => logged.push(line),
    memory: new GroupMemory(),
    storeFor: (partition) => {
      const store = stores.get(partition) ?? new GroupStore();
      stores.set(partition, store);
      return store;
    },
  });
  created.load(offsetsPartitionOf(groupId, 50));
  return created;
}

beforeEach(() => {
  timers = new FakeTimers();
  stores = new Map();
  logged = [];
  coordinator = newCoordinator();
});

interface Joining {
  answer?: JoinResult;
}

function join(
  memberId = '',
  options: { instance?: string; known?: boolean; metadata?: string; name?: string } = {},
) {
  const joining: Joining = {};
  coordinator.join(
    {
      groupId,
      memberId,
      groupInstanceId: options.instance ?? null,
      clientId: 'c',
      clientHost: '/127.0.0.1',
      sessionTimeoutMs: 30_000,
      rebalanceTimeoutMs: 60_000,
      protocolType: 'consumer',
      protocols: [{ name: options.name ?? 'RoundRobin', metadata: Buffer.from(options.metadata ?? 'm') }],
      requireKnownMemberId: options.known ?? false,
    },
    (answer) => {
      joining.answer = answer;
    },
  );
  return joining;
}

function sync(answer: JoinResult, assignments: Record<string, string> = {}) {
  const syncing: { answer?: SyncResult } = {};
  coordinator.sync(
    {
      groupId,
      generationId: answer.generationId,
      memberId: answer.memberId,
      groupInstanceId: null,
      protocolType: null,
      protocolName: null,
      assignments: Object.entries(assignments).map(([memberId, value]) => ({
        memberId,
        assignment: Buffer.from(value),
      })),
    },
    (result) => {
      syncing.answer = result;
    },
  );
  return syncing;
}

function beat(answer: JoinResult) {
  const { generationId, memberId } = answer;
  return coordinator.heartbeat({ groupId, generationId, memberId, groupInstanceId: null });
}

function stableGroupOf(count: number): JoinResult[] {
  const joining = Array.from({ length: count }, () => join());
  timers.advance(20_000);
  const answers = joining.map((one) => one.answer!);
  const leader = answers.find((one) => one.leader === one.memberId)!;
  for (const one of answers) if (one !== leader) sync(one);
  sync(leader, Object.fromEntries(answers.map((one, index) => [one.memberId, `part-${index}`])));
  expect(coordinator.describe(groupId).groupState).toBe('Stable');
  return answers;
}

const state = () => coordinator.describe(groupId).groupState;

describe('joining', () => {
  it('waits the initial delay before the first generation', () => {
    const first = join();
    timers.advance(2_999);
    expect(first.answer).toBeUndefined();
    timers.advance(1);
    expect(first.answer).toMatchObject({ error: 'NONE', generationId: 1, protocolName: 'RoundRobin' });
    expect(first.answer!.leader).toBe(first.answer!.memberId);
    expect(first.answer!.members).toHaveLength(1);
  });

  it('extends the initial delay while members arrive', () => {
    const first = join();
    timers.advance(2_000);
    const second = join();
    timers.advance(1_500);
    expect(first.answer).toBeUndefined();
    timers.advance(2_500);
    expect(first.answer!.members).toHaveLength(2);
    expect(second.answer).toMatchObject({ error: 'NONE', members: [], leader: first.answer!.memberId });
  });

  it('caps the extended initial delay at the rebalance timeout', () => {
    const first = join();
    for (let elapsed = 0; elapsed < 58_000; elapsed += 2_000) {
      timers.advance(2_000);
      join();
    }
    timers.advance(2_000);
    expect(first.answer?.error).toBe('NONE');
  });

  it('asks a new member to rejoin with the id it assigns', () => {
    const refused = join('', { known: true }).answer!;
    expect(refused.error).toBe('MEMBER_ID_REQUIRED');
    expect(refused.memberId).toMatch(/^c-[0-9a-f-]{36}$/);
    const joined = join(refused.memberId, { known: true });
    timers.advance(3_000);
    expect(joined.answer).toMatchObject({ error: 'NONE', memberId: refused.memberId });
  });

  it('forgets an assigned id that nobody uses', () => {
    const refused = join('', { known: true }).answer!;
    timers.advance(30_000);
    expect(join(refused.memberId, { known: true }).answer!.error).toBe('UNKNOWN_MEMBER_ID');
  });

  it('refuses a session timeout out of bounds, and an assignor that no other member supports', () => {
    stableGroupOf(1);
    expect(join('', { name: 'Other' }).answer!.error).toBe('INCONSISTENT_GROUP_PROTOCOL');
    expect(join('nobody').answer!.error).toBe('UNKNOWN_MEMBER_ID');
  });
});

describe('a generation', () => {
  it('gives every member the assignment that the leader decided', () => {
    const [first, second] = [join(), join()];
    timers.advance(6_000);
    const waiting = sync(second.answer!);
    expect(waiting.answer).toBeUndefined();
    expect(state()).toBe('CompletingRebalance');
    sync(first.answer!, { [first.answer!.memberId]: 'a', [second.answer!.memberId]: 'b' });
    expect(waiting.answer).toMatchObject({ error: 'NONE', assignment: Buffer.from('b') });
    expect(state()).toBe('Stable');
  });

  it('rebalances when a member joins, and notifies the others by heartbeat', () => {
    const [leader] = stableGroupOf(1);
    const newcomer = join();
    expect(state()).toBe('PreparingRebalance');
    expect(beat(leader!)).toBe('REBALANCE_IN_PROGRESS');
    expect(sync(leader!).answer!.error).toBe('REBALANCE_IN_PROGRESS');
    const rejoined = join(leader!.memberId);
    expect(rejoined.answer).toMatchObject({ error: 'NONE', generationId: 2 });
    expect(newcomer.answer).toMatchObject({ error: 'NONE', generationId: 2 });
  });

  it('returns the current generation to a follower with unchanged metadata, and rebalances for the leader', () => {
    const [leader, follower] = stableGroupOf(2);
    expect(join(follower!.memberId).answer).toMatchObject({ error: 'NONE', generationId: 1 });
    expect(state()).toBe('Stable');
    expect(join(leader!.memberId).answer).toBeUndefined();
    expect(state()).toBe('PreparingRebalance');
  });

  it('drops the members that do not rejoin within the rebalance timeout', () => {
    const [leader, , third] = stableGroupOf(3);
    const rejoined = [join(leader!.memberId), join(third!.memberId)];
    for (let i = 0; i < 6; i++) {
      timers.advance(10_000);
      if (i < 2) beat(stableMember());
    }
    expect(rejoined[0]!.answer).toMatchObject({ error: 'NONE', generationId: 2 });
    expect(rejoined[0]!.answer!.members).toHaveLength(2);
    function stableMember() {
      return leader!;
    }
  });

  it('drops members that never ask for their assignment', () => {
    const [first, second] = [join(), join()];
    timers.advance(6_000);
    const { memberId } = first.answer!;
    for (let i = 0; i < 6; i++) {
      timers.advance(10_000);
      beat(second.answer!);
    }
    expect(coordinator.describe(groupId).members.map((one) => one.memberId)).not.toContain(memberId);
  });

  it('rebalances when a member leaves, and becomes empty when the last one does', () => {
    const [leader, other] = stableGroupOf(2);
    coordinator.leave(groupId, [{ memberId: other!.memberId, groupInstanceId: null }]);
    expect(state()).toBe('PreparingRebalance');
    const again = join(leader!.memberId);
    expect(again.answer).toMatchObject({ generationId: 2 });
    coordinator.leave(groupId, [{ memberId: leader!.memberId, groupInstanceId: null }]);
    expect(state()).toBe('Empty');
  });

  it('refuses a heartbeat of another generation or of an unknown member', () => {
    const [leader] = stableGroupOf(1);
    expect(beat({ ...leader!, generationId: 7 })).toBe('ILLEGAL_GENERATION');
    expect(beat({ ...leader!, memberId: 'x' })).toBe('UNKNOWN_MEMBER_ID');
    expect(beat(leader!)).toBe('NONE');
  });
});

describe('sessions', () => {
  it('expires the session of a member that stops sending heartbeats', () => {
    const [leader, other] = stableGroupOf(2);
    for (let i = 0; i < 4; i++) {
      timers.advance(10_000);
      beat(leader!);
    }
    expect(state()).toBe('PreparingRebalance');
    expect(beat(other!)).toBe('UNKNOWN_MEMBER_ID');
  });

  it('does not expire a member whose heartbeat was still unread on its socket', () => {
    const [leader] = stableGroupOf(1);
    timers.pendingInput = () => beat(leader!);
    timers.advance(120_000);
    expect(state()).toBe('Stable');
  });

  it('leaves no timer behind when the coordinator closes', () => {
    stableGroupOf(3);
    join('', { known: true });
    coordinator.close();
    expect(timers.armed).toBe(0);
  });
});

describe('static members', () => {
  it('rejoin under a new id without a rebalance, and fence the old one', () => {
    const first = join('', { instance: 'i-1', known: true });
    timers.advance(3_000);
    sync(first.answer!, { [first.answer!.memberId]: 'all' });
    const back = join('', { instance: 'i-1', known: true });
    expect(back.answer).toMatchObject({ error: 'NONE', generationId: 1, leader: first.answer!.memberId });
    expect(state()).toBe('Stable');
    expect(logged.at(-1)).toBe(
      `Static member with groupInstanceId=i-1 and unknown member id joins group g in Stable state. ` +
        `Replacing previously mapped member ${first.answer!.memberId} with this groupInstanceId.`,
    );
    expect(
      coordinator.heartbeat({
        groupId,
        generationId: 1,
        memberId: first.answer!.memberId,
        groupInstanceId: 'i-1',
      }),
    ).toBe('FENCED_INSTANCE_ID');
    expect(sync(back.answer!).answer!.assignment.toString()).toBe('all');
  });
});

describe('committed offsets', () => {
  const commit = (identity: { generationId: number; memberId: string }, offset = 7) =>
    coordinator.commit({ groupId, groupInstanceId: null, ...identity }, [
      { topic: 't', partition: 0, offset, leaderEpoch: -1, metadata: '' },
    ])[0];

  it('are accepted while a rebalance is prepared, and refused while it completes', () => {
    const [leader] = stableGroupOf(1);
    expect(commit(leader!)).toBe('NONE');
    const newcomer = join();
    expect(commit(leader!)).toBe('NONE');
    join(leader!.memberId);
    expect(commit(newcomer.answer!)).toBe('REBALANCE_IN_PROGRESS');
  });

  it('are refused from another generation, from unknown members, and without membership in an active group', () => {
    const [leader] = stableGroupOf(1);
    expect(commit({ ...leader!, generationId: 0 })).toBe('ILLEGAL_GENERATION');
    expect(commit({ ...leader!, memberId: 'x' })).toBe('UNKNOWN_MEMBER_ID');
    expect(commit({ generationId: -1, memberId: '' })).toBe('UNKNOWN_MEMBER_ID');
  });

  it('can be stored without a group, which is then Empty and can be deleted', () => {
    expect(commit({ generationId: -1, memberId: '' })).toBe('NONE');
    expect(coordinator.list()).toEqual([{ groupId, protocolType: '', groupState: 'Empty' }]);
    expect(coordinator.delete(groupId)).toBe('NONE');
    expect(coordinator.delete(groupId)).toBe('GROUP_ID_NOT_FOUND');
    expect(coordinator.committed(groupId, 't', 0)).toBeUndefined();
  });

  it('survive a restart of the coordinator, with the group and its generation', () => {
    const [leader] = stableGroupOf(1);
    commit(leader!, 42);
    coordinator.close();
    expect(beat(leader!)).toBe('NOT_COORDINATOR');
    coordinator = newCoordinator();
    expect(coordinator.committed(groupId, 't', 0)!.offset).toBe(42);
    expect(beat(leader!)).toBe('NONE');
    timers.advance(31_000);
    expect(state()).toBe('Empty');
  });
});

describe('deleting and describing', () => {
  it('refuses to delete a group with members, and describes a missing one as Dead', () => {
    stableGroupOf(1);
    expect(coordinator.delete(groupId)).toBe('NON_EMPTY_GROUP');
    expect(coordinator.describe('g').members[0]).toMatchObject({ clientId: 'c', clientHost: '/127.0.0.1' });
    const elsewhere = Array.from({ length: 99 }, (_, i) => `other-${i}`).find(
      (id) => offsetsPartitionOf(id, 50) !== offsetsPartitionOf(groupId, 50),
    )!;
    expect(coordinator.describe(elsewhere)).toMatchObject({ error: 'NOT_COORDINATOR' });
  });

  it('forgets groups that hold nothing', () => {
    const refused = join('', { known: true }).answer!;
    timers.advance(31_000);
    expect(refused.error).toBe('MEMBER_ID_REQUIRED');
    coordinator.forgetEmptyGroups();
    expect(coordinator.list()).toEqual([]);
  });
});

it('hashes a group id as Java does', () => {
  expect(offsetsPartitionOf('console-consumer-12345', 50)).toBe(javaHash('console-consumer-12345') % 50);
  expect(offsetsPartitionOf('', 50)).toBe(0);
  function javaHash(text: string): number {
    let hash = 0n;
    for (const char of text) hash = BigInt.asIntN(32, hash * 31n + BigInt(char.charCodeAt(0)));
    return Number(BigInt.asUintN(31, hash));
  }
});
