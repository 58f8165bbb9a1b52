import type { Timers } from '../timers.ts';
import type { CommittedOffset } from './committed-offset.ts';
import type { Group } from './group.ts';
import { GroupAdministration, type ListedGroup } from './group-administration.ts';
import type { GroupConfig } from './group-config.ts';
import type { GroupError } from './group-errors.ts';
import type { GroupMemory } from './group-memory.ts';
import { GroupOffsets } from './group-offsets.ts';
import type {
  CommitPartition,
  GroupDescription,
  JoinRequest,
  LeaveIdentity,
  MemberIdentity,
  SyncRequest,
} from './group-requests.ts';
import type { GroupStore } from './group-store.ts';
import type { JoinResult, SyncResult } from './member.ts';
import { Membership } from './membership.ts';
import { OwnedGroups } from './owned-groups.ts';
import { Rebalance } from './rebalance.ts';

export interface GroupCoordinatorOptions {
  readonly config: GroupConfig;
  readonly timers: Timers;
  /** What `__consumer_offsets` holds, by its partition. */
  readonly storeFor: (offsetsPartition: number) => GroupStore;
  /** What the groups of all brokers hold. */
  readonly memory: GroupMemory;
  readonly log?: (line: string) => void;
}

/**
 * The groups of one broker: those whose partition of `__consumer_offsets` it leads. A state machine without I/O: JoinGroup and
 * SyncGroup answer through a callback when their round ends, the rest at once.
 */
export class GroupCoordinator {
  readonly #groups: OwnedGroups;
  readonly #rebalance: Rebalance;
  readonly #membership: Membership;
  readonly #offsets: GroupOffsets;
  readonly #administration: GroupAdministration;

  constructor({ config, timers, storeFor, memory, log = () => {} }: GroupCoordinatorOptions) {
    const groups = new OwnedGroups({ offsetsPartitions: config.offsetsPartitions, storeFor, memory, log });
    const rebalance = new Rebalance({ config, timers, save: (group) => groups.save(group), log });
    this.#groups = groups;
    this.#rebalance = rebalance;
    this.#membership = new Membership(config, groups, rebalance);
    this.#offsets = new GroupOffsets({ config, timers, groups, rebalance });
    this.#administration = new GroupAdministration(groups, rebalance);
  }

  /** This broker became the leader of a partition of `__consumer_offsets`: its groups go on where they were. */
  load(offsetsPartition: number): void {
    for (const group of this.#groups.load(offsetsPartition))
      for (const member of group.members.values()) this.#rebalance.heard(group, member);
  }

  /** Another broker leads the partition now: members that wait here get NOT_COORDINATOR. */
  unload(offsetsPartition: number): void {
    for (const group of this.#groups.unload(offsetsPartition))
      this.#rebalance.dissolve(group, 'NOT_COORDINATOR');
  }

  close(): void {
    for (const partition of this.#groups.partitions) this.unload(partition);
  }

  join(request: JoinRequest, respond: (result: JoinResult) => void): void {
    this.#membership.join(request, respond);
  }

  sync(request: SyncRequest, respond: (result: SyncResult) => void): void {
    this.#membership.sync(request, respond);
  }

  heartbeat(request: MemberIdentity): GroupError {
    return this.#membership.heartbeat(request);
  }

  leave(groupId: string, members: readonly LeaveIdentity[]): { error: GroupError; members: GroupError[] } {
    return this.#membership.leave(groupId, members);
  }

  /** One error for each partition, in the order asked for. */
  commit(identity: MemberIdentity, partitions: readonly CommitPartition[]): GroupError[] {
    return this.#offsets.commit(identity, partitions);
  }

  /** What holds the group’s offsets, for as long as this broker coordinates it. */
  storeOf(groupId: string): GroupStore | undefined {
    return this.#groups.storeOf(groupId);
  }

  committed(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#offsets.committed(groupId, topic, partition);
  }

  /** Everything that the group has committed; an error when this broker may not say. */
  fetchOffsets(groupId: string): ReturnType<GroupOffsets['fetch']> {
    return this.#offsets.fetch(groupId);
  }

  deleteOffset(groupId: string, topic: string, partition: number): GroupError {
    return this.#offsets.delete(groupId, topic, partition);
  }

  /** Offsets of a group were deleted: a group that has nothing else left is gone. */
  offsetsDeleted(groupId: string): void {
    const group = this.#groups.find(groupId);
    if (group) this.forgetEmptyGroups([group]);
  }

  /** Whether live members of the group subscribe to a topic. What they subscribe to is read once, and may be megabytes. */
  subscription(groupId: string): (topic: string) => boolean {
    const group = this.#groups.find(groupId);
    if (!group || group.state === 'Empty') return () => false;
    const topics = group.subscribedTopics();
    return (topic) => topics?.has(topic) ?? true;
  }

  exists(groupId: string): boolean {
    return this.#administration.exists(groupId);
  }

  list(): ListedGroup[] {
    return this.#administration.list();
  }

  describe(groupId: string): GroupDescription {
    return this.#administration.describe(groupId);
  }

  delete(groupId: string): GroupError {
    return this.#administration.delete(groupId);
  }

  /** Groups without members, offsets or pending members are forgotten, as Kafka's clean-up does every ten minutes. */
  forgetEmptyGroups(groups: readonly Group[] = this.#groups.all()): void {
    this.#administration.forgetEmpty(groups);
  }
}
