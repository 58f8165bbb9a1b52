import { randomUUID } from 'node:crypto';
import type { Group } from './group.ts';
import type { GroupConfig } from './group-config.ts';
import type { GroupError } from './group-errors.ts';
import type { JoinRequest } from './group-requests.ts';
import {
  type JoinResult,
  type Member,
  memberMemory,
  newMember,
  noAssignment,
  protocolBytes,
  sameProtocols,
} from './member.ts';
import type { OwnedGroups } from './owned-groups.ts';
import { joinError, type Rebalance } from './rebalance.ts';

/** The most members in one group, pending ones included; `group.max.size` may be lower. */
export const mostMembers = 1000;
/** The most bytes of all subscriptions in one group, which the leader gets in one response, and of all assignments. */
export const mostGroupBytes = 8 * 1024 * 1024;

/** The most assignors that one member may offer: each is compared with those of all others. */
export const mostProtocols = 50;

type Respond = (result: JoinResult) => void;

/** JoinGroup for an existing group: new members, rejoining members, restarted static members. */
export class Join {
  readonly #config: GroupConfig;
  readonly #rebalance: Rebalance;
  readonly #groups: OwnedGroups;

  constructor(config: GroupConfig, groups: OwnedGroups, rebalance: Rebalance) {
    this.#config = config;
    this.#groups = groups;
    this.#rebalance = rebalance;
  }

  join(group: Group, request: JoinRequest, respond: Respond) {
    const refuse = (error: GroupError) => respond(joinError(error, request.memberId));
    if (group.state === 'Dead') return refuse('COORDINATOR_NOT_AVAILABLE');
    if (!this.#hasRoom(group, request)) return refuse('GROUP_MAX_SIZE_REACHED');
    if (!group.supports(request.protocolType, request.protocols))
      return refuse('INCONSISTENT_GROUP_PROTOCOL');
    if (request.memberId === '') this.#joinUnknown(group, request, respond);
    else this.#joinKnown(group, request, respond);
  }

  #hasRoom(group: Group, request: JoinRequest): boolean {
    if (request.protocols.length > mostProtocols) return false;
    const others = group.memberBytes - protocolBytes(group.members.get(request.memberId)?.protocols ?? []);
    if (others + protocolBytes(request.protocols) > mostGroupBytes) return false;
    if (!this.#groups.hasMemory(growth(group, request))) return false;
    if (group.members.has(request.memberId)) return true;
    const size = group.members.size + group.pendingMembers.size;
    return group.members.size < this.#config.maxSize && size < mostMembers;
  }

  #joinUnknown(group: Group, request: JoinRequest, respond: Respond): void {
    const { groupInstanceId } = request;
    const memberId = `${groupInstanceId ?? request.clientId}-${randomUUID()}`;
    if (groupInstanceId !== null) {
      if (group.staticMembers.has(groupInstanceId)) this.#replaceStatic(group, memberId, request, respond);
      else this.#addMember(group, memberId, request, respond);
    } else if (request.requireKnownMemberId) {
      this.#rebalance.addPending(group, memberId, request.sessionTimeoutMs);
      respond(joinError('MEMBER_ID_REQUIRED', memberId));
    } else this.#addMember(group, memberId, request, respond);
  }

  #joinKnown(group: Group, request: JoinRequest, respond: Respond) {
    const { memberId, groupInstanceId } = request;
    if (group.removePending(memberId)) {
      this.#addMember(group, memberId, request, respond);
      return;
    }
    const error = validateMember(group, memberId, groupInstanceId);
    if (error !== 'NONE') return respond(joinError(error, memberId));
    const member = group.members.get(memberId)!;
    const unchanged = sameProtocols(member.protocols, request.protocols);
    switch (group.state) {
      case 'PreparingRebalance':
        return this.#rejoin(group, member, request, respond, 'member joining during preparing rebalance');
      case 'CompletingRebalance':
        if (unchanged) return this.#repeatAnswer(group, member, respond);
        return this.#rejoin(group, member, request, respond, 'updating metadata during rebalance');
      case 'Stable':
        if (group.leaderId === memberId)
          return this.#rejoin(group, member, request, respond, 'leader re-joining group during stable');
        if (unchanged) return this.#repeatAnswer(group, member, respond);
        return this.#rejoin(group, member, request, respond, 'updating metadata during stable');
      default:
        return respond(joinError('UNKNOWN_MEMBER_ID', memberId));
    }
  }

  #addMember(group: Group, memberId: string, request: JoinRequest, respond: Respond): void {
    const member = newMember({ ...request, memberId }, true);
    member.awaitingJoin = respond;
    group.add(member, request.protocolType);
    this.#rebalance.heard(group, member);
    if (group.state === 'PreparingRebalance' && group.generationId === 0) group.newMemberAdded = true;
    const reason = `Adding new member ${memberId} with group instance id ${request.groupInstanceId ?? 'None'}`;
    if (group.canRebalance) this.#rebalance.prepare(group, reason);
    else this.#rebalance.tryCompleteJoin(group);
  }

  #rejoin(group: Group, member: Member, request: JoinRequest, respond: Respond, reason: string): void {
    this.#update(group, member, request);
    // A retry on another connection replaces the request that is still waiting.
    const earlier = member.awaitingJoin;
    member.awaitingJoin = respond;
    earlier?.(joinError('UNKNOWN_MEMBER_ID', member.memberId));
    this.#rebalance.heard(group, member);
    if (group.canRebalance) this.#rebalance.prepare(group, `${reason}; client: ${member.memberId}`);
    else this.#rebalance.tryCompleteJoin(group);
  }

  #update(group: Group, member: Member, request: JoinRequest): void {
    group.change(member, { protocols: request.protocols });
    member.sessionTimeoutMs = request.sessionTimeoutMs;
    member.rebalanceTimeoutMs = request.rebalanceTimeoutMs;
  }

  #repeatAnswer(group: Group, member: Member, respond: Respond): void {
    this.#rebalance.heard(group, member);
    respond({
      error: 'NONE',
      generationId: group.generationId,
      protocolType: group.protocolType,
      protocolName: group.protocolName,
      leader: group.leaderId ?? '',
      memberId: member.memberId,
      members: member.memberId === group.leaderId ? group.memberMetadata() : [],
    });
  }

  #replaceStatic(group: Group, memberId: string, request: JoinRequest, respond: Respond): void {
    const oldLeader = group.leaderId;
    const groupInstanceId = request.groupInstanceId!;
    this.#rebalance.replaced(group, groupInstanceId, group.staticMembers.get(groupInstanceId)!);
    const member = group.replaceStaticMember(groupInstanceId, memberId);
    const { awaitingJoin, awaitingSync } = member;
    member.awaitingJoin = undefined;
    member.awaitingSync = undefined;
    awaitingJoin?.(joinError('FENCED_INSTANCE_ID', ''));
    awaitingSync?.({
      error: 'FENCED_INSTANCE_ID',
      protocolType: null,
      protocolName: null,
      assignment: member.assignment,
    });
    this.#update(group, member, request);
    group.change(member, { clientId: request.clientId, clientHost: request.clientHost });
    this.#rebalance.heard(group, member);
    if (group.state === 'Stable' && group.selectProtocol() === group.protocolName) {
      this.#groups.save(group);
      // The response gives its former id as the leader, so that it does not assign again.
      respond({
        error: 'NONE',
        generationId: group.generationId,
        protocolType: group.protocolType,
        protocolName: group.protocolName,
        leader: oldLeader ?? '',
        memberId,
        members: [],
      });
      return;
    }
    member.awaitingJoin = respond;
    if (group.canRebalance)
      this.#rebalance.prepare(
        group,
        `static member ${memberId} with instance id ${groupInstanceId} rejoined`,
      );
    else this.#rebalance.tryCompleteJoin(group);
  }
}

/** How much more memory the group takes once the member has joined. */
function growth(group: Group, request: JoinRequest): number {
  const { memberId, groupInstanceId } = request;
  const formerId = groupInstanceId === null ? undefined : group.staticMembers.get(groupInstanceId);
  const former = group.members.get(memberId) ?? group.members.get(formerId ?? '');
  if (former) return memberMemory({ ...former, protocols: request.protocols }) - memberMemory(former);
  return memberMemory({ ...request, assignment: noAssignment });
}

export function validateMember(group: Group, memberId: string, groupInstanceId: string | null): GroupError {
  if (groupInstanceId !== null) {
    const owner = group.staticMembers.get(groupInstanceId);
    if (owner === undefined) return 'UNKNOWN_MEMBER_ID';
    return owner === memberId ? 'NONE' : 'FENCED_INSTANCE_ID';
  }
  return group.members.has(memberId) ? 'NONE' : 'UNKNOWN_MEMBER_ID';
}
