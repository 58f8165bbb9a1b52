import { expect, it } from 'vitest';
import { readSettings } from '../../../../source/embedded/kafka/broker/config/broker-settings.ts';
import { Group } from '../../../../source/embedded/kafka/groups/group.ts';
import { GroupCoordinator } from '../../../../source/embedded/kafka/groups/group-coordinator.ts';
import { GroupStore } from '../../../../source/embedded/kafka/groups/group-store.ts';
import { newMember } from '../../../../source/embedded/kafka/groups/member.ts';
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
  const group = new Group('g');
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
