import type { GroupError } from './group-errors.ts';

/** What a member offers in JoinGroup: an assignor's name and the subscription in its own encoding. */
export interface MemberProtocol {
  readonly name: string;
  readonly metadata: Buffer;
}

/** The bytes in a member's protocols. */
export function protocolBytes(protocols: readonly MemberProtocol[]): number {
  return protocols.reduce((sum, { name, metadata }) => sum + name.length + metadata.length, 0);
}

/** A JoinGroup response, with the field names of the JoinGroupResponse message. */
export interface JoinResult {
  readonly error: GroupError;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leader: string;
  readonly memberId: string;
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly metadata: Buffer;
  }[];
}

/** A SyncGroup response, with the field names of the SyncGroupResponse message. */
export interface SyncResult {
  readonly error: GroupError;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignment: Buffer;
}

/** The state of a member that outlives its coordinator: the new coordinator loads it, and the group continues without a rebalance. */
export interface MemberSnapshot {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly protocols: readonly MemberProtocol[];
  readonly assignment: Buffer;
}

export interface Member {
  memberId: string;
  readonly groupInstanceId: string | null;
  clientId: string;
  clientHost: string;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  protocols: readonly MemberProtocol[];
  assignment: Buffer;
  /** Set while the member waits for the join round to end. */
  awaitingJoin: ((result: JoinResult) => void) | undefined;
  /** Set while the member waits for the leader's assignment. */
  awaitingSync: ((result: SyncResult) => void) | undefined;
  /** Until its first JoinGroup response, a member gets five minutes instead of its session timeout. */
  isNew: boolean;
  lastHeard: number;
  cancelExpiry: (() => void) | undefined;
}

export const noAssignment: Buffer = Buffer.alloc(0);

export function newMember(details: Omit<MemberSnapshot, 'assignment'>, isNew: boolean): Member {
  return {
    ...details,
    assignment: noAssignment,
    awaitingJoin: undefined,
    awaitingSync: undefined,
    isNew,
    lastHeard: 0,
    cancelExpiry: undefined,
  };
}

export function snapshotMember(member: Member): MemberSnapshot {
  const { memberId, groupInstanceId, clientId, clientHost, assignment, protocols } = member;
  const { sessionTimeoutMs, rebalanceTimeoutMs } = member;
  return {
    memberId,
    groupInstanceId,
    clientId,
    clientHost,
    sessionTimeoutMs,
    rebalanceTimeoutMs,
    protocols,
    assignment,
  };
}

export function sameProtocols(left: readonly MemberProtocol[], right: readonly MemberProtocol[]): boolean {
  if (left.length !== right.length) return false;
  return left.every((protocol, index) => {
    const other = right[index]!;
    return protocol.name === other.name && protocol.metadata.equals(other.metadata);
  });
}

/** The subscription that a member gave for one assignor; empty if it does not support that assignor. */
export function metadataFor(member: Member, protocolName: string | null): Buffer {
  return member.protocols.find((protocol) => protocol.name === protocolName)?.metadata ?? noAssignment;
}
