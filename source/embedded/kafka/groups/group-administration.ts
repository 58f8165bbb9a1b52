import type { Group, GroupState } from './group.ts';
import type { GroupError } from './group-errors.ts';
import type { GroupDescription } from './group-requests.ts';
import { metadataFor, noAssignment } from './member.ts';
import type { OwnedGroups } from './owned-groups.ts';
import type { Rebalance } from './rebalance.ts';

export interface ListedGroup {
  readonly groupId: string;
  readonly protocolType: string;
  readonly groupState: GroupState;
}

/** What administrators ask: ListGroups, DescribeGroups and DeleteGroups. */
export class GroupAdministration {
  readonly #groups: OwnedGroups;
  readonly #rebalance: Rebalance;

  constructor(groups: OwnedGroups, rebalance: Rebalance) {
    this.#groups = groups;
    this.#rebalance = rebalance;
  }

  exists(groupId: string): boolean {
    return (
      this.#groups.find(groupId) !== undefined ||
      (this.#groups.storeOf(groupId)?.hasOffsets(groupId) ?? false)
    );
  }

  list(): ListedGroup[] {
    const listed = new Map<string, ListedGroup>();
    for (const store of this.#groups.stores)
      for (const groupId of store.groupIds())
        listed.set(groupId, { groupId, protocolType: '', groupState: 'Empty' });
    for (const { groupId, protocolType, state } of this.#groups.all())
      listed.set(groupId, { groupId, protocolType: protocolType ?? '', groupState: state });
    return [...listed.values()];
  }

  describe(groupId: string): GroupDescription {
    const error = this.#groups.check(groupId);
    const group = error === 'NONE' ? this.#groups.find(groupId) : undefined;
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
      members: [...group.members.values()].map((member) => ({
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
    const error = this.#groups.check(groupId);
    if (error !== 'NONE') return error;
    if (!this.exists(groupId)) return 'GROUP_ID_NOT_FOUND';
    const group = this.#groups.find(groupId);
    if (group && (group.state !== 'Empty' || group.pendingMembers.size > 0)) return 'NON_EMPTY_GROUP';
    if (group) this.#rebalance.dissolve(group, 'UNKNOWN_MEMBER_ID');
    this.#groups.forget(groupId);
    return this.#groups.write(() => this.#groups.storeOf(groupId)?.removeGroup(groupId));
  }

  /** Forgets those of the groups that have no members, offsets or pending members. */
  forgetEmpty(groups: readonly Group[]): void {
    for (const group of groups) {
      const store = this.#groups.storeOf(group.groupId);
      if (group.state !== 'Empty' || group.pendingMembers.size > 0 || store?.hasOffsets(group.groupId))
        continue;
      this.#rebalance.dissolve(group, 'UNKNOWN_MEMBER_ID');
      this.#groups.forget(group.groupId);
      this.#groups.write(() => store?.removeGroup(group.groupId));
    }
  }
}
