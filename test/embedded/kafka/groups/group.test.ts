import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSettings } from '../../../../source/embedded/kafka/broker/config/broker-settings.ts';
import { Group, groupMemory } from '../../../../source/embedded/kafka/groups/group.ts';
import { GroupCoordinator } from '../../../../source/embedded/kafka/groups/group-coordinator.ts';
import { GroupMemory } from '../../../../source/embedded/kafka/groups/group-memory.ts';
import { GroupStore } from '../../../../source/embedded/kafka/groups/group-store.ts';
import { memberMemory, newMember, pendingMemory } from '../../../../source/embedded/kafka/groups/member.ts';
import { offsetsPartitionOf } from '../../../../source/embedded/kafka/groups/offsets-partition.ts';
import { FakeTimers } from '../fake-timers.ts';

const member = {
  groupInstanceId: null,
  clientId: 'c',
  clientHost: '/127.0.0.1',
  sessionTimeoutMs: 30_000,
  rebalanceTimeoutMs: 60_000,
};

/** A group with one member whose subscription names that many topics, all with empty names. */
function subscribed(topics: number): Group {
  const metadata = Buffer.alloc(6 + topics * 2);
  metadata.writeInt32BE(topics, 2);
  const group = new Group('g', new GroupMemory().members.share());
  group.add(
    newMember({ ...member, memberId: 'm', protocols: [{ name: 'range', metadata }] }, false),
    'consumer',
  );
  group.protocolName = 'range';
  return group;
}

it('does not parse a subscription to millions of topics: the member counts as subscribed to every topic', () => {
  expect(subscribed(10).subscribedTopics()).toEqual(new Set(['']));
  expect(subscribed(4_000_000).subscribedTopics()).toBeUndefined();
});

it('refuses a member that offers thousands of assignors, which would be compared with those of all others', () => {
  const coordinator = new GroupCoordinator({
    config: readSettings({}).group,
    timers: new FakeTimers(),
    storeFor: () => new GroupStore(),
    memory: new GroupMemory(),
  });
  coordinator.load(offsetsPartitionOf('g', 50));
  const errors: string[] = [];
  for (const count of [51, 50]) {
    const protocols = Array.from({ length: count }, (_, index) => ({
      name: `a${index}`,
      metadata: Buffer.from('m'),
    }));
    coordinator.join(
      {
        ...member,
        groupId: 'g',
        memberId: '',
        protocolType: 'consumer',
        protocols,
        requireKnownMemberId: true,
      },
      ({ error }) => errors.push(error),
    );
  }
  expect(errors).toEqual(['GROUP_MAX_SIZE_REACHED', 'MEMBER_ID_REQUIRED']);
});

it('counts what its members hold, whatever happens to them, and gives it back', () => {
  const step = fc.record({
    kind: fc.constantFrom('add', 'change', 'remove', 'replace', 'addPending', 'removePending', 'restore'),
    id: fc.constantFrom('m1', 'm2', 'm3'),
    text: fc.string(),
    bytes: fc.nat(100),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const memory = new GroupMemory();
      let group = new Group('g', memory.members.share());
      for (const { kind, id, text, bytes } of steps) {
        const protocols = [{ name: text, metadata: Buffer.alloc(bytes) }];
        const present = group.members.get(id);
        if (kind === 'add' && !present) {
          const groupInstanceId = group.staticMembers.has(`${id}-instance`) ? null : `${id}-instance`;
          group.add(newMember({ ...member, memberId: id, groupInstanceId, protocols }, false), text);
        } else if (kind === 'change' && present)
          group.change(present, { protocols, clientId: text, assignment: Buffer.alloc(bytes * 2) });
        else if (kind === 'remove') group.remove(id);
        else if (kind === 'replace' && group.staticMembers.has(`${id}-instance`))
          group.replaceStaticMember(`${id}-instance`, `${id}-${text}`);
        else if (kind === 'addPending' && !group.pendingMembers.has(id)) group.addPending(id, () => {});
        else if (kind === 'removePending') group.removePending(id);
        else if (kind === 'restore') {
          group.forgotten();
          group = Group.restore(group.snapshot(), memory.members.share());
        }
        let expected = groupMemory('g', group.protocolType);
        for (const one of group.members.values()) expected += memberMemory(one);
        for (const pending of group.pendingMembers.keys()) expected += pendingMemory(pending);
        expect(memory.members.total).toBe(expected);
      }
      group.forgotten();
      expect(memory.members.total).toBe(0);
    }),
  );
});
