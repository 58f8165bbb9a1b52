import { noGeneration } from '../messages/sentinels.ts';
import type { Timers } from '../timers.ts';
import type { Group } from './group.ts';
import type { GroupConfig } from './group-config.ts';
import type { GroupError } from './group-errors.ts';
import { type JoinResult, type Member, noAssignment } from './member.ts';

// A member without its first response cannot heartbeat; it is removed after five minutes.
const newMemberJoinTimeoutMs = 5 * 60_000;

export function joinError(error: GroupError, memberId: string): JoinResult {
  return {
    error,
    generationId: noGeneration,
    protocolType: null,
    protocolName: null,
    leader: '',
    memberId,
    members: [],
  };
}

/** Rebalances and session timeouts: what moves a group between states when members join, leave, or time out. */
export class Rebalance {
  readonly #config: GroupConfig;
  readonly #timers: Timers;
  readonly #save: (group: Group) => void;
  readonly #log: (line: string) => void;

  constructor(options: {
    config: GroupConfig;
    timers: Timers;
    save: (group: Group) => void;
    log: (line: string) => void;
  }) {
    this.#config = options.config;
    this.#timers = options.timers;
    this.#save = options.save;
    this.#log = options.log;
  }

  /** A static member came back under another member id. */
  replaced(group: Group, groupInstanceId: string, former: string): void {
    this.#log(
      `Static member with groupInstanceId=${groupInstanceId} and unknown member id joins group ${group.groupId} in ` +
        `${group.state} state. Replacing previously mapped member ${former} with this groupInstanceId.`,
    );
  }

  maybePrepare(group: Group, reason: string): void {
    if (group.canRebalance) this.prepare(group, reason);
  }

  prepare(group: Group, reason: string): void {
    if (group.state === 'CompletingRebalance') this.#resetAssignments(group, 'REBALANCE_IN_PROGRESS');
    group.cancelSyncRound?.();
    group.cancelSyncRound = undefined;
    group.pendingSync.clear();
    const fromEmpty = group.state === 'Empty';
    group.transitionTo('PreparingRebalance');
    this.#log(
      `Preparing to rebalance group ${group.groupId} in state PreparingRebalance with old generation ` +
        `${group.generationId} (reason: ${reason})`,
    );
    if (fromEmpty) {
      const delay = this.#config.initialRebalanceDelayMs;
      group.newMemberAdded = false;
      this.#startInitialRound(group, delay, Math.max(group.rebalanceTimeoutMs - delay, 0));
    } else {
      this.#startRound(group);
      this.tryCompleteJoin(group);
    }
  }

  tryCompleteJoin(group: Group): void {
    if (group.state !== 'PreparingRebalance' || group.joinRoundIsInitial) return;
    if (group.allMembersJoined) this.#completeJoin(group);
  }

  /** Answers every member waiting for an assignment with the leader's decision. */
  assign(group: Group, assignments: ReadonlyMap<string, Buffer>): void {
    for (const member of group.members.values())
      group.change(member, { assignment: assignments.get(member.memberId) ?? noAssignment });
    group.cancelSyncRound?.();
    group.cancelSyncRound = undefined;
    group.pendingSync.clear();
    group.transitionTo('Stable');
    this.#save(group);
    for (const member of group.members.values()) {
      const respond = member.awaitingSync;
      if (!respond) continue;
      member.awaitingSync = undefined;
      this.heard(group, member);
      respond({
        error: 'NONE',
        protocolType: group.protocolType,
        protocolName: group.protocolName,
        assignment: member.assignment,
      });
    }
  }

  #resetAssignments(group: Group, error: GroupError): void {
    for (const member of group.members.values()) {
      group.change(member, { assignment: noAssignment });
      const respond = member.awaitingSync;
      member.awaitingSync = undefined;
      if (!respond) continue;
      this.heard(group, member);
      respond({ error, protocolType: null, protocolName: null, assignment: noAssignment });
    }
  }

  #startRound(group: Group): void {
    group.joinRoundIsInitial = false;
    group.cancelJoinRound?.();
    const cancel = this.#timers.after(group.rebalanceTimeoutMs, () =>
      this.#timers.afterPendingInput(() => {
        if (group.state === 'PreparingRebalance' && group.cancelJoinRound === cancel)
          this.#completeJoin(group);
      }),
    );
    group.cancelJoinRound = cancel;
  }

  #startInitialRound(group: Group, delayMs: number, remainingMs: number): void {
    group.joinRoundIsInitial = true;
    group.cancelJoinRound?.();
    group.cancelJoinRound = this.#timers.after(delayMs, () => {
      if (group.newMemberAdded && remainingMs > 0) {
        group.newMemberAdded = false;
        const delay = Math.min(this.#config.initialRebalanceDelayMs, remainingMs);
        this.#startInitialRound(group, delay, Math.max(remainingMs - delay, 0));
      } else this.#completeJoin(group);
    });
  }

  #completeJoin(group: Group): void {
    group.cancelJoinRound?.();
    group.cancelJoinRound = undefined;
    group.joinRoundIsInitial = false;
    if (group.state === 'Dead') return;
    for (const member of [...group.members.values()]) {
      if (member.awaitingJoin || member.groupInstanceId !== null) continue;
      this.stopExpiry(member);
      group.remove(member.memberId);
      this.#log(`Group ${group.groupId} removed dynamic members who haven't joined: ${member.memberId}`);
    }
    if (group.members.size > 0 && !this.#electJoinedLeader(group)) {
      // Only absent static members are left: they keep their places until their sessions expire.
      this.#startRound(group);
      return;
    }
    this.#startGeneration(group);
  }

  #electJoinedLeader(group: Group): boolean {
    const leader = group.leaderId === null ? undefined : group.members.get(group.leaderId);
    if (leader?.awaitingJoin) return true;
    for (const member of group.members.values()) {
      if (!member.awaitingJoin) continue;
      group.leaderId = member.memberId;
      return true;
    }
    return false;
  }

  #startGeneration(group: Group): void {
    group.generationId++;
    if (group.members.size === 0) {
      group.protocolName = null;
      group.leaderId = null;
      group.transitionTo('Empty');
      this.#log(`Group ${group.groupId} with generation ${group.generationId} is now empty`);
      this.#save(group);
      return;
    }
    group.protocolName = group.selectProtocol();
    group.transitionTo('CompletingRebalance');
    this.#log(
      `Stabilized group ${group.groupId} generation ${group.generationId} with ${group.members.size} members`,
    );
    const metadata = group.memberMetadata();
    for (const member of group.members.values()) {
      group.pendingSync.add(member.memberId);
      group.change(member, { assignment: noAssignment });
      member.isNew = false;
      this.stopExpiry(member);
      const respond = member.awaitingJoin;
      member.awaitingJoin = undefined;
      this.heard(group, member);
      respond?.({
        error: 'NONE',
        generationId: group.generationId,
        protocolType: group.protocolType,
        protocolName: group.protocolName,
        leader: group.leaderId ?? '',
        memberId: member.memberId,
        members: member.memberId === group.leaderId ? metadata : [],
      });
    }
    this.#startSyncRound(group);
  }

  #startSyncRound(group: Group): void {
    const generation = group.generationId;
    group.cancelSyncRound = this.#timers.after(group.rebalanceTimeoutMs, () =>
      this.#timers.afterPendingInput(() => {
        if (group.state !== 'CompletingRebalance' || group.generationId !== generation) return;
        if (group.pendingSync.size === 0) return;
        for (const memberId of [...group.pendingSync]) {
          const member = group.members.get(memberId);
          if (member) this.stopExpiry(member);
          group.remove(memberId);
        }
        this.maybePrepare(group, 'removing members which have not sent a sync request');
      }),
    );
  }

  /** A heartbeat, or any request that counts as one. */
  heard(group: Group, member: Member): void {
    member.lastHeard = this.#timers.now();
    if (!member.cancelExpiry) this.#watchSession(group, member, this.#patience(member));
  }

  #patience(member: Member): number {
    return member.isNew ? newMemberJoinTimeoutMs : member.sessionTimeoutMs;
  }

  #watchSession(group: Group, member: Member, delayMs: number): void {
    member.cancelExpiry = this.#timers.after(delayMs, () => {
      if (this.#remaining(member) > 0) this.#watchSession(group, member, this.#remaining(member));
      else this.#timers.afterPendingInput(() => this.#judgeSession(group, member));
    });
  }

  #judgeSession(group: Group, member: Member): void {
    if (!member.cancelExpiry || group.members.get(member.memberId) !== member) return;
    const waits = (member.awaitingJoin && !member.isNew) || member.awaitingSync;
    const remaining = waits ? member.sessionTimeoutMs : this.#remaining(member);
    if (remaining > 0) {
      this.#watchSession(group, member, remaining);
      return;
    }
    this.#log(`Member ${member.memberId} in group ${group.groupId} has failed, removing it from the group`);
    this.removeMember(group, member, `removing member ${member.memberId} on heartbeat expiration`);
  }

  #remaining(member: Member): number {
    return member.lastHeard + this.#patience(member) - this.#timers.now();
  }

  stopExpiry(member: Member): void {
    member.cancelExpiry?.();
    member.cancelExpiry = undefined;
  }

  removeMember(group: Group, member: Member, reason: string): void {
    this.stopExpiry(member);
    const { awaitingJoin, awaitingSync } = member;
    member.awaitingJoin = undefined;
    member.awaitingSync = undefined;
    group.remove(member.memberId);
    awaitingJoin?.(joinError('UNKNOWN_MEMBER_ID', ''));
    awaitingSync?.({
      error: 'UNKNOWN_MEMBER_ID',
      protocolType: null,
      protocolName: null,
      assignment: noAssignment,
    });
    if (group.state === 'Stable' || group.state === 'CompletingRebalance') this.maybePrepare(group, reason);
    else if (group.state === 'PreparingRebalance') this.tryCompleteJoin(group);
  }

  /** A member id returned with MEMBER_ID_REQUIRED is kept for the session timeout. */
  addPending(group: Group, memberId: string, sessionTimeoutMs: number): void {
    const cancel = this.#timers.after(sessionTimeoutMs, () =>
      this.#timers.afterPendingInput(() => this.removePending(group, memberId)),
    );
    group.addPending(memberId, cancel);
  }

  removePending(group: Group, memberId: string): boolean {
    if (!group.removePending(memberId)) return false;
    this.tryCompleteJoin(group);
    return true;
  }

  /** Cancels the group's timers and answers waiting members: the group is deleted, or this broker no longer coordinates it. */
  dissolve(group: Group, error: GroupError): void {
    group.transitionTo('Dead');
    group.cancelJoinRound?.();
    group.cancelSyncRound?.();
    for (const memberId of [...group.pendingMembers.keys()]) group.removePending(memberId);
    for (const member of group.members.values()) {
      this.stopExpiry(member);
      member.awaitingJoin?.(joinError(error, member.memberId));
      member.awaitingSync?.({ error, protocolType: null, protocolName: null, assignment: noAssignment });
      member.awaitingJoin = undefined;
      member.awaitingSync = undefined;
    }
  }
}
