import { type Group, groupMemory } from './group.ts';
import type { GroupConfig } from './group-config.ts';
import type { GroupError } from './group-errors.ts';
import type { JoinRequest, LeaveIdentity, MemberIdentity, SyncRequest } from './group-requests.ts';
import { Join, mostGroupBytes, validateMember } from './join.ts';
import { type JoinResult, noAssignment, type SyncResult } from './member.ts';
import type { OwnedGroups } from './owned-groups.ts';
import { joinError, type Rebalance } from './rebalance.ts';

/** What members ask of their group: JoinGroup, SyncGroup, Heartbeat and LeaveGroup. */
export class Membership {
  readonly #config: GroupConfig;
  readonly #groups: OwnedGroups;
  readonly #rebalance: Rebalance;
  readonly #joins: Join;

  constructor(config: GroupConfig, groups: OwnedGroups, rebalance: Rebalance) {
    this.#config = config;
    this.#groups = groups;
    this.#rebalance = rebalance;
    this.#joins = new Join(config, groups, rebalance);
  }

  join(request: JoinRequest, respond: (result: JoinResult) => void) {
    const error = this.#groups.check(request.groupId);
    if (error !== 'NONE') return respond(joinError(error, request.memberId));
    const { sessionTimeoutMs } = request;
    const { minSessionTimeoutMs, maxSessionTimeoutMs } = this.#config;
    if (sessionTimeoutMs < minSessionTimeoutMs || sessionTimeoutMs > maxSessionTimeoutMs)
      return respond(joinError('INVALID_SESSION_TIMEOUT', request.memberId));
    let group = this.#groups.find(request.groupId);
    if (!group) {
      if (request.memberId !== '') return respond(joinError('UNKNOWN_MEMBER_ID', request.memberId));
      const { groupId, protocolType } = request;
      if (this.#groups.isFull || !this.#groups.hasMemory(groupMemory(groupId, protocolType)))
        return respond(joinError('GROUP_MAX_SIZE_REACHED', ''));
      group = this.#groups.create(request.groupId);
    }
    this.#joins.join(group, request, respond);
  }

  sync(request: SyncRequest, respond: (result: SyncResult) => void) {
    const refuse = (error: GroupError) =>
      respond({ error, protocolType: null, protocolName: null, assignment: noAssignment });
    const error = this.#groups.check(request.groupId);
    if (error !== 'NONE') return refuse(error);
    const group = this.#groups.find(request.groupId);
    if (!group) return refuse('UNKNOWN_MEMBER_ID');
    const invalid = validateIdentity(group, request);
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
      case 'CompletingRebalance': {
        const assignments =
          group.leaderId === member.memberId
            ? new Map(request.assignments.map((one) => [one.memberId, one.assignment]))
            : undefined;
        if (assignments && !this.#hasRoomFor(group, assignments)) return refuse('GROUP_MAX_SIZE_REACHED');
        member.awaitingSync = respond;
        group.pendingSync.delete(member.memberId);
        this.#rebalance.heard(group, member);
        if (assignments) this.#rebalance.assign(group, assignments);
        return;
      }
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

  #hasRoomFor(group: Group, assignments: ReadonlyMap<string, Buffer>): boolean {
    let bytes = 0;
    for (const memberId of group.members.keys()) bytes += assignments.get(memberId)?.length ?? 0;
    return bytes <= mostGroupBytes && this.#groups.hasMemory(bytes);
  }

  heartbeat(request: MemberIdentity): GroupError {
    const error = this.#groups.check(request.groupId);
    if (error !== 'NONE') return error;
    const group = this.#groups.find(request.groupId);
    if (!group) return 'UNKNOWN_MEMBER_ID';
    const invalid = validateIdentity(group, request);
    if (invalid !== 'NONE') return invalid;
    if (group.state === 'Empty') return 'UNKNOWN_MEMBER_ID';
    this.#rebalance.heard(group, group.members.get(request.memberId)!);
    return group.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
  }

  leave(groupId: string, members: readonly LeaveIdentity[]): { error: GroupError; members: GroupError[] } {
    const error = this.#groups.check(groupId);
    if (error !== 'NONE') return { error, members: [] };
    const group = this.#groups.find(groupId);
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
}

/** NONE for a member of the group's present generation. */
export function validateIdentity(group: Group, identity: MemberIdentity): GroupError {
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE';
  const error = validateMember(group, identity.memberId, identity.groupInstanceId);
  if (error !== 'NONE') return error;
  return identity.generationId === group.generationId ? 'NONE' : 'ILLEGAL_GENERATION';
}
