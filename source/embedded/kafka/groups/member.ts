import type { GroupError } from './group-errors.ts';
import { textBytes } from './group-memory.ts';

/** What a member offers in JoinGroup: an assignor's name and the subscription in its own encoding. */
export interface MemberProtocol {
  readonly name: string;
  readonly metadata: Buffer;
}

/** The bytes in a member's protocols. */
export function protocolBytes(protocols: readonly MemberProtocol[]): number {
  return protocols.reduce((sum, { name, metadata }) => sum + name.length + metadata.length, 0);
}

/** What a member takes beside its texts and bytes: its object, its timer, its places in maps; for each assignor a buffer. */
const memberOverhead = 1024;
const protocolOverhead = 256;

/** The memory that a member holds, or what is stored of it. */
export function memberMemory(
  member: Omit<MemberSnapshot, 'sessionTimeoutMs' | 'rebalanceTimeoutMs'>,
): number {
  let bytes = memberOverhead + member.assignment.length;
  for (const text of [member.memberId, member.groupInstanceId, member.clientId, member.clientHost])
    bytes += textBytes(text);
  for (const { name, metadata } of member.protocols)
    bytes += protocolOverhead + textBytes(name) + metadata.length;
  return bytes;
}

/** The memory that a member's id holds before the member joins with it. */
export function pendingMemory(memberId: string): number {
  return memberOverhead + textBytes(memberId);
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

/** Only its group changes what is `readonly` here, and counts it. */
export interface Member extends MemberSnapshot {
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
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

export function newMember(
  details: Omit<MemberSnapshot, 'assignment'>,
  isNew: boolean,
  assignment: Buffer = noAssignment,
): Member {
  return {
    ...details,
    assignment,
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
