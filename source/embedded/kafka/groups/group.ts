import { type MemoryShare, textBytes } from './group-memory.ts';
import {
  type JoinResult,
  type Member,
  type MemberProtocol,
  type MemberSnapshot,
  memberMemory,
  metadataFor,
  newMember,
  pendingMemory,
  protocolBytes,
  snapshotMember,
} from './member.ts';

/** `kafka-consumer-groups --describe --state` shows these names. */
export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

/** The state of a group that outlives its coordinator. */
export interface GroupSnapshot {
  readonly groupId: string;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leaderId: string | null;
  readonly members: readonly MemberSnapshot[];
}

/** What a group takes beside its texts and its members. */
const groupOverhead = 1024;

/** The memory that a group holds without its members. */
export function groupMemory(groupId: string, protocolType: string | null): number {
  return groupOverhead + textBytes(groupId) + textBytes(protocolType);
}

/** The memory that a stored group holds. */
export function snapshotMemory(snapshot: GroupSnapshot): number {
  let bytes = groupMemory(snapshot.groupId, snapshot.protocolType);
  for (const member of snapshot.members) bytes += memberMemory(member);
  return bytes;
}

/** What a member may change while it stays in its group. */
type MemberChanges = Partial<
  Pick<Member, 'memberId' | 'clientId' | 'clientHost' | 'protocols' | 'assignment'>
>;

const allowedBefore: Record<GroupState, readonly GroupState[]> = {
  Empty: ['PreparingRebalance'],
  PreparingRebalance: ['Stable', 'CompletingRebalance', 'Empty'],
  CompletingRebalance: ['PreparingRebalance'],
  Stable: ['CompletingRebalance'],
  Dead: ['Stable', 'PreparingRebalance', 'CompletingRebalance', 'Empty', 'Dead'],
};

/** A member that subscribes to more topics is treated as subscribed to all. */
const mostSubscribedTopics = 10_000;

/** A group's members, generation and state. It decides nothing itself: GroupCoordinator drives it. */
export class Group {
  readonly groupId: string;
  state: GroupState = 'Empty';
  generationId = 0;
  #protocolType: string | null;
  protocolName: string | null = null;
  leaderId: string | null = null;
  readonly members = new Map<string, Member>();
  /** Group instance id → member id. */
  readonly staticMembers = new Map<string, string>();
  /** Ids returned with MEMBER_ID_REQUIRED and not used yet → the cancellation of their expiry. */
  readonly #pendingMembers = new Map<string, () => void>();
  readonly #share: MemoryShare;
  readonly pendingSync = new Set<string>();
  /** A member joined during the initial delay, which is then extended. */
  newMemberAdded = false;
  cancelJoinRound: (() => void) | undefined;
  joinRoundIsInitial = false;
  cancelSyncRound: (() => void) | undefined;

  /** Counts what the group holds in `share`. */
  constructor(groupId: string, share: MemoryShare, protocolType: string | null = null) {
    this.groupId = groupId;
    this.#protocolType = protocolType;
    this.#share = share;
    share.add(groupMemory(groupId, protocolType));
  }

  static restore(snapshot: GroupSnapshot, share: MemoryShare): Group {
    const group = new Group(snapshot.groupId, share, snapshot.protocolType);
    group.generationId = snapshot.generationId;
    group.protocolName = snapshot.protocolName;
    group.leaderId = snapshot.leaderId;
    group.state = snapshot.members.length === 0 ? 'Empty' : 'Stable';
    for (const saved of snapshot.members) {
      const member = newMember(saved, false, saved.assignment);
      group.members.set(member.memberId, member);
      share.add(memberMemory(member));
      if (member.groupInstanceId !== null) group.staticMembers.set(member.groupInstanceId, member.memberId);
    }
    return group;
  }

  /** The bytes in the protocols of all members. */
  get memberBytes(): number {
    let bytes = 0;
    for (const { protocols } of this.members.values()) bytes += protocolBytes(protocols);
    return bytes;
  }

  get protocolType(): string | null {
    return this.#protocolType;
  }

  get pendingMembers(): ReadonlyMap<string, () => void> {
    return this.#pendingMembers;
  }

  addPending(memberId: string, cancelExpiry: () => void): void {
    this.#pendingMembers.set(memberId, cancelExpiry);
    this.#share.add(pendingMemory(memberId));
  }

  /** Whether the id was pending. */
  removePending(memberId: string): boolean {
    const cancelExpiry = this.#pendingMembers.get(memberId);
    if (!cancelExpiry) return false;
    cancelExpiry();
    this.#pendingMembers.delete(memberId);
    this.#share.add(-pendingMemory(memberId));
    return true;
  }

  /** The broker no longer has the group. */
  forgotten(): void {
    this.#share.end();
  }

  snapshot(): GroupSnapshot {
    const { groupId, generationId, protocolType, protocolName, leaderId } = this;
    return {
      groupId,
      generationId,
      protocolType,
      protocolName,
      leaderId,
      members: [...this.members.values()].map(snapshotMember),
    };
  }

  transitionTo(state: GroupState): void {
    if (!allowedBefore[state].includes(this.state))
      throw new Error(`group \`${this.groupId}\` cannot go from \`${this.state}\` to \`${state}\``);
    this.state = state;
  }

  get canRebalance(): boolean {
    return allowedBefore.PreparingRebalance.includes(this.state);
  }

  get allMembersJoined(): boolean {
    if (this.pendingMembers.size > 0) return false;
    for (const member of this.members.values()) if (!member.awaitingJoin) return false;
    return true;
  }

  get rebalanceTimeoutMs(): number {
    let longest = 0;
    for (const member of this.members.values()) longest = Math.max(longest, member.rebalanceTimeoutMs);
    return longest;
  }

  add(member: Member, protocolType: string): void {
    if (this.members.size === 0) {
      this.#share.add(textBytes(protocolType) - textBytes(this.#protocolType));
      this.#protocolType = protocolType;
    }
    this.members.set(member.memberId, member);
    this.#share.add(memberMemory(member));
    if (member.groupInstanceId !== null) this.staticMembers.set(member.groupInstanceId, member.memberId);
    this.leaderId ??= member.memberId;
  }

  remove(memberId: string): void {
    const member = this.members.get(memberId);
    this.members.delete(memberId);
    if (member) this.#share.add(-memberMemory(member));
    this.pendingSync.delete(memberId);
    if (member && member.groupInstanceId !== null) this.staticMembers.delete(member.groupInstanceId);
    if (this.leaderId === memberId) this.leaderId = this.members.keys().next().value ?? null;
  }

  change(member: Member, changes: MemberChanges): void {
    const before = memberMemory(member);
    Object.assign(member, changes);
    this.#share.add(memberMemory(member) - before);
  }

  /** A static member rejoined with a new member id: it keeps its place in the group, and the old id is fenced. */
  replaceStaticMember(instanceId: string, newMemberId: string): Member {
    const oldMemberId = this.staticMembers.get(instanceId)!;
    const member = this.members.get(oldMemberId)!;
    this.members.delete(oldMemberId);
    this.change(member, { memberId: newMemberId });
    this.members.set(newMemberId, member);
    this.staticMembers.set(instanceId, newMemberId);
    if (this.leaderId === oldMemberId) this.leaderId = newMemberId;
    return member;
  }

  /** Every member must offer an assignor that all others support. */
  supports(protocolType: string, protocols: readonly MemberProtocol[]): boolean {
    if (protocolType === '' || protocols.length === 0) return false;
    if (this.members.size === 0) return true;
    if (this.protocolType !== protocolType) return false;
    const common = this.#commonProtocols();
    return protocols.some((protocol) => common.has(protocol.name));
  }

  #commonProtocols(): Set<string> {
    let common: Set<string> | undefined;
    for (const member of this.members.values()) {
      const names = new Set(member.protocols.map((protocol) => protocol.name));
      common = common ? new Set([...common].filter((name) => names.has(name))) : names;
    }
    return common ?? new Set();
  }

  /** Each member votes for its first assignor that all support. The most votes win; the earliest vote breaks a tie. */
  selectProtocol(): string | null {
    const common = this.#commonProtocols();
    const votes = new Map<string, number>();
    for (const member of this.members.values()) {
      const vote = member.protocols.find((protocol) => common.has(protocol.name));
      if (vote) votes.set(vote.name, (votes.get(vote.name) ?? 0) + 1);
    }
    let winner: string | null = null;
    for (const [name, count] of votes) if (winner === null || count > (votes.get(winner) ?? 0)) winner = name;
    return winner;
  }

  /** The members as the leader's JoinGroup response lists them. */
  memberMetadata(): JoinResult['members'] {
    return [...this.members.values()].map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      metadata: metadataFor(member, this.protocolName),
    }));
  }

  /** The topics to which the live members subscribe in the `consumer` protocol; undefined if unknown. */
  subscribedTopics(): Set<string> | undefined {
    if (this.protocolType !== 'consumer' || this.protocolName === null) return undefined;
    const topics = new Set<string>();
    for (const member of this.members.values()) {
      const parsed = subscriptionTopics(metadataFor(member, this.protocolName));
      if (!parsed) return undefined;
      for (const topic of parsed) topics.add(topic);
      if (topics.size > mostSubscribedTopics) return undefined;
    }
    return topics;
  }
}

// ConsumerProtocolSubscription: version i16, topics [string i16-length], user_data bytes, …
function subscriptionTopics(metadata: Buffer): string[] | undefined {
  if (metadata.length < 6) return undefined;
  const count = metadata.readInt32BE(2);
  if (count < 0 || count > mostSubscribedTopics) return undefined;
  const topics: string[] = [];
  let at = 6;
  for (let i = 0; i < count; i++) {
    if (at + 2 > metadata.length) return undefined;
    const length = metadata.readInt16BE(at);
    at += 2;
    if (length < 0 || at + length > metadata.length) return undefined;
    topics.push(metadata.toString('utf8', at, at + length));
    at += length;
  }
  return topics;
}
