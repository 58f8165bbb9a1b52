import { KafkaError } from '../messages/errors.ts';
import type { Timers } from '../timers.ts';
import type { CommittedOffset } from './committed-offset.ts';
import { Group, type GroupState } from './group.ts';
import type { GroupConfig } from './group-config.ts';
import type { GroupError } from './group-errors.ts';
import type {
  CommitPartition,
  GroupDescription,
  JoinRequest,
  LeaveIdentity,
  MemberIdentity,
  SyncRequest,
} from './group-requests.ts';
import type { GroupStore } from './group-store.ts';
import { Join, validateMember } from './join.ts';
import { type JoinResult, type Member, metadataFor, noAssignment, type SyncResult } from './member.ts';
import { offsetsPartitionOf } from './offsets-partition.ts';
import { joinError, Rebalance } from './rebalance.ts';

/** Groups of one broker that have or had members. */
export const mostGroups = 2000;

export interface GroupCoordinatorOptions {
  readonly config: GroupConfig;
  readonly timers: Timers;
  /** What `__consumer_offsets` holds, by its partition. */
  readonly storeFor: (offsetsPartition: number) => GroupStore;
  readonly log?: (line: string) => void;
}

/**
 * The groups of one broker: those whose partition of `__consumer_offsets` it leads. A state machine without I/O: JoinGroup and
 * SyncGroup answer through a callback when their round ends, the rest at once.
 */
export class GroupCoordinator {
  readonly #config: GroupConfig;
  readonly #options: GroupCoordinatorOptions;
  readonly #rebalance: Rebalance;
  readonly #joins: Join;
  readonly #groups = new Map<string, Group>();
  readonly #owned = new Map<number, GroupStore>();

  constructor(options: GroupCoordinatorOptions) {
    this.#options = options;
    this.#config = options.config;
    const save = (group: Group) => this.#save(group);
    const { config, timers } = options;
    this.#rebalance = new Rebalance({ config, timers, save, log: options.log ?? (() => {}) });
    this.#joins = new Join(config, this.#rebalance, save);
  }

  /** This broker became the leader of a partition of `__consumer_offsets`: its groups go on where they were. */
  load(offsetsPartition: number): void {
    if (this.#owned.has(offsetsPartition)) return;
    const store = this.#options.storeFor(offsetsPartition);
    this.#owned.set(offsetsPartition, store);
    for (const snapshot of store.groups.values()) {
      const group = Group.restore(snapshot);
      this.#groups.set(group.groupId, group);
      for (const member of group.members.values()) this.#rebalance.heard(group, member);
    }
  }

  /** Another broker leads the partition now: whoever waits here is told to look for it. */
  unload(offsetsPartition: number): void {
    if (!this.#owned.delete(offsetsPartition)) return;
    for (const group of [...this.#groups.values()]) {
      if (this.#partitionOf(group.groupId) !== offsetsPartition) continue;
      this.#groups.delete(group.groupId);
      this.#rebalance.dissolve(group, 'NOT_COORDINATOR');
    }
  }

  close(): void {
    for (const partition of [...this.#owned.keys()]) this.unload(partition);
  }

  #partitionOf(groupId: string): number {
    return offsetsPartitionOf(groupId, this.#config.offsetsPartitions);
  }

  #storeOf(groupId: string): GroupStore | undefined {
    return this.#owned.get(this.#partitionOf(groupId));
  }

  /** NONE when this broker may answer for the group. Offsets may be kept under an empty group id, membership may not. */
  #checkGroup(groupId: string, mayBeEmpty = false): GroupError {
    if (groupId === '' && !mayBeEmpty) return 'INVALID_GROUP_ID';
    return this.#storeOf(groupId) ? 'NONE' : 'NOT_COORDINATOR';
  }

  join(request: JoinRequest, respond: (result: JoinResult) => void) {
    const error = this.#checkGroup(request.groupId);
    if (error !== 'NONE') return respond(joinError(error, request.memberId));
    const { sessionTimeoutMs } = request;
    const { minSessionTimeoutMs, maxSessionTimeoutMs } = this.#config;
    if (sessionTimeoutMs < minSessionTimeoutMs || sessionTimeoutMs > maxSessionTimeoutMs)
      return respond(joinError('INVALID_SESSION_TIMEOUT', request.memberId));
    let group = this.#groups.get(request.groupId);
    if (!group) {
      if (request.memberId !== '') return respond(joinError('UNKNOWN_MEMBER_ID', request.memberId));
      if (this.#groups.size >= mostGroups) return respond(joinError('GROUP_MAX_SIZE_REACHED', ''));
      group = new Group(request.groupId);
      this.#groups.set(request.groupId, group);
    }
    this.#joins.join(group, request, respond);
  }

  sync(request: SyncRequest, respond: (result: SyncResult) => void) {
    const refuse = (error: GroupError) =>
      respond({ error, protocolType: null, protocolName: null, assignment: noAssignment });
    const error = this.#checkGroup(request.groupId);
    if (error !== 'NONE') return refuse(error);
    const group = this.#groups.get(request.groupId);
    if (!group) return refuse('UNKNOWN_MEMBER_ID');
    const invalid = this.#validate(group, request);
    if (invalid !== 'NONE') return refuse(invalid);
    const { protocolType, protocolName } = request;
    if (protocolType != null && protocolType !== group.protocolType)
      return refuse('INCONSISTENT_GROUP_PROTOCOL');
    if (protocolName != null && protocolName !== group.protocolName)
      return refuse('INCONSISTENT_GROUP_PROTOCOL');
    const member = group.members.get(request.memberId)!;
    switch (group.state) {
      case 'PreparingRebalance':
        return refuse('REBALANCE_IN_PROGRESS');
      case 'CompletingRebalance':
        member.awaitingSync = respond;
        group.pendingSync.delete(member.memberId);
        this.#rebalance.heard(group, member);
        if (group.leaderId === member.memberId)
          this.#rebalance.assign(
            group,
            new Map(request.assignments.map((one) => [one.memberId, one.assignment])),
          );
        return;
      case 'Stable':
        this.#rebalance.heard(group, member);
        return respond({
          error: 'NONE',
          protocolType: group.protocolType,
          protocolName: group.protocolName,
          assignment: member.assignment,
        });
      default:
        return refuse('UNKNOWN_MEMBER_ID');
    }
  }

  #validate(group: Group, identity: MemberIdentity): GroupError {
    if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE';
    const error = validateMember(group, identity.memberId, identity.groupInstanceId);
    if (error !== 'NONE') return error;
    return identity.generationId === group.generationId ? 'NONE' : 'ILLEGAL_GENERATION';
  }

  heartbeat(request: MemberIdentity): GroupError {
    const error = this.#checkGroup(request.groupId);
    if (error !== 'NONE') return error;
    const group = this.#groups.get(request.groupId);
    if (!group) return 'UNKNOWN_MEMBER_ID';
    const invalid = this.#validate(group, request);
    if (invalid !== 'NONE') return invalid;
    if (group.state === 'Empty') return 'UNKNOWN_MEMBER_ID';
    this.#rebalance.heard(group, group.members.get(request.memberId)!);
    return group.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
  }

  leave(groupId: string, members: readonly LeaveIdentity[]): { error: GroupError; members: GroupError[] } {
    const error = this.#checkGroup(groupId);
    if (error !== 'NONE') return { error, members: [] };
    const group = this.#groups.get(groupId);
    if (!group) return { error: 'NONE', members: members.map(() => 'UNKNOWN_MEMBER_ID') };
    return { error: 'NONE', members: members.map((member) => this.#leaveOne(group, member)) };
  }

  #leaveOne(group: Group, { memberId, groupInstanceId }: LeaveIdentity): GroupError {
    if (this.#rebalance.removePending(group, memberId)) return 'NONE';
    // An administrator removes a static member by its instance id alone.
    const id =
      memberId === '' && groupInstanceId !== null ? group.staticMembers.get(groupInstanceId) : memberId;
    if (id === undefined) return 'UNKNOWN_MEMBER_ID';
    const error = validateMember(group, id, groupInstanceId);
    if (error !== 'NONE') return error;
    this.#rebalance.removeMember(group, group.members.get(id)!, `removing member ${id} on LeaveGroup`);
    return 'NONE';
  }

  /** One error for each partition, in the order asked for. */
  commit(identity: MemberIdentity, partitions: readonly CommitPartition[]): GroupError[] {
    const error = this.#checkCommit(identity);
    if (error !== 'NONE') return partitions.map(() => error);
    const store = this.#storeOf(identity.groupId)!;
    const commitTimestamp = this.#options.timers.now();
    const fits = ({ metadata }: CommitPartition) =>
      Buffer.byteLength(metadata) <= this.#config.maxOffsetMetadataBytes;
    const result = this.#write(() =>
      store.commit(
        identity.groupId,
        partitions.filter(fits).map(({ topic, partition, offset, leaderEpoch, metadata }) => ({
          topic,
          partition,
          committed: { offset, leaderEpoch, metadata, commitTimestamp },
        })),
      ),
    );
    return partitions.map((one) => (fits(one) ? result : 'OFFSET_METADATA_TOO_LARGE'));
  }

  /** Writes to `__consumer_offsets`. What its disk refuses is for another coordinator to try. */
  #write(change: () => void): GroupError {
    try {
      change();
      return 'NONE';
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      this.#options.log?.(`Appending to __consumer_offsets failed: ${error.message}`);
      return error.code === 'COORDINATOR_NOT_AVAILABLE' ? error.code : 'NOT_COORDINATOR';
    }
  }

  #save(group: Group): void {
    this.#write(() => this.#storeOf(group.groupId)?.saveGroup(group.snapshot()));
  }

  #checkCommit(identity: MemberIdentity): GroupError {
    const { groupId, generationId, memberId, groupInstanceId } = identity;
    const error = this.#checkGroup(groupId, true);
    if (error !== 'NONE') return error;
    let group = this.#groups.get(groupId);
    if (!group) {
      if (generationId >= 0) return 'ILLEGAL_GENERATION';
      group = new Group(groupId);
      this.#groups.set(groupId, group);
    }
    if (generationId < 0 && group.state === 'Empty') return 'NONE';
    if (generationId < 0 && memberId === '' && groupInstanceId === null) return 'UNKNOWN_MEMBER_ID';
    const invalid = this.#validate(group, identity);
    if (invalid !== 'NONE') return invalid;
    const member = group.members.get(memberId);
    if (member) this.#rebalance.heard(group, member);
    return group.state === 'CompletingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
  }

  committed(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#storeOf(groupId)?.committed(groupId, topic, partition);
  }

  /** Everything that the group has committed; an error when this broker may not say. */
  fetchOffsets(groupId: string): {
    error: GroupError;
    offsets: ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>>;
  } {
    const error = this.#checkGroup(groupId, true);
    const offsets = error === 'NONE' ? this.#storeOf(groupId)!.allCommitted(groupId) : new Map();
    return { error, offsets };
  }

  /** Whether live members of the group subscribe to a topic. What they subscribe to is read once, and may be megabytes. */
  subscription(groupId: string): (topic: string) => boolean {
    const group = this.#groups.get(groupId);
    if (!group || group.state === 'Empty') return () => false;
    const topics = group.subscribedTopics();
    return (topic) => topics?.has(topic) ?? true;
  }

  deleteOffset(groupId: string, topic: string, partition: number): GroupError {
    return this.#write(() => this.#storeOf(groupId)?.removeOffset(groupId, topic, partition));
  }

  /** Offsets of a group were deleted: a group that has nothing else left is gone. */
  offsetsDeleted(groupId: string): void {
    const group = this.#groups.get(groupId);
    if (group) this.forgetEmptyGroups([group]);
  }

  exists(groupId: string): boolean {
    return this.#groups.has(groupId) || (this.#storeOf(groupId)?.hasOffsets(groupId) ?? false);
  }

  list(): { groupId: string; protocolType: string; groupState: GroupState }[] {
    const listed = new Map<string, { groupId: string; protocolType: string; groupState: GroupState }>();
    for (const store of this.#owned.values())
      for (const groupId of store.groupIds())
        listed.set(groupId, { groupId, protocolType: '', groupState: 'Empty' });
    for (const { groupId, protocolType, state } of this.#groups.values())
      listed.set(groupId, { groupId, protocolType: protocolType ?? '', groupState: state });
    return [...listed.values()];
  }

  describe(groupId: string): GroupDescription {
    const error = this.#checkGroup(groupId);
    const group = error === 'NONE' ? this.#groups.get(groupId) : undefined;
    if (!group) {
      const groupState = error !== 'NONE' ? '' : this.exists(groupId) ? 'Empty' : 'Dead';
      return { error, groupId, groupState, protocolType: '', protocolData: '', members: [] };
    }
    const stable = group.state === 'Stable';
    return {
      error,
      groupId,
      groupState: group.state,
      protocolType: group.protocolType ?? '',
      protocolData: stable ? (group.protocolName ?? '') : '',
      members: [...group.members.values()].map((member: Member) => ({
        memberId: member.memberId,
        groupInstanceId: member.groupInstanceId,
        clientId: member.clientId,
        clientHost: member.clientHost,
        memberMetadata: stable ? metadataFor(member, group.protocolName) : noAssignment,
        memberAssignment: stable ? member.assignment : noAssignment,
      })),
    };
  }

  delete(groupId: string): GroupError {
    const error = this.#checkGroup(groupId);
    if (error !== 'NONE') return error;
    if (!this.exists(groupId)) return 'GROUP_ID_NOT_FOUND';
    const group = this.#groups.get(groupId);
    if (group && (group.state !== 'Empty' || group.pendingMembers.size > 0)) return 'NON_EMPTY_GROUP';
    if (group) this.#rebalance.dissolve(group, 'UNKNOWN_MEMBER_ID');
    this.#groups.delete(groupId);
    return this.#write(() => this.#storeOf(groupId)?.removeGroup(groupId));
  }

  /** Groups without members, offsets or pending members are forgotten, as Kafka's clean-up does every ten minutes. */
  forgetEmptyGroups(groups: readonly Group[] = [...this.#groups.values()]): void {
    for (const group of groups) {
      const store = this.#storeOf(group.groupId);
      if (group.state !== 'Empty' || group.pendingMembers.size > 0 || store?.hasOffsets(group.groupId))
        continue;
      this.#rebalance.dissolve(group, 'UNKNOWN_MEMBER_ID');
      this.#groups.delete(group.groupId);
      this.#write(() => store?.removeGroup(group.groupId));
    }
  }
}
