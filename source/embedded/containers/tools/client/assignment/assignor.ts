import type { Assignment, Subscription } from './consumer-protocol.ts';

/** A member as the leader of a group sees it. */
export interface GroupSubscriber extends Subscription {
  readonly memberId: string;
  readonly instanceId: string | null;
}

/** Member id → topic → partitions. */
export type Shares = Map<string, Map<string, number[]>>;

/** One member's instance of a `partition.assignment.strategy`. */
export interface Assignor {
  readonly name: string;
  /** Whether members may consume what they keep while the group rebalances (KIP-429). */
  readonly cooperative: boolean;
  /** What it tells the leader besides the topics. */
  userData(): Buffer | null;
  /** The member has this assignment since this generation. */
  assigned(assignment: Assignment, generation: number): void;
  /** Divides the partitions; `counts` has their number by topic. */
  assign(members: readonly GroupSubscriber[], counts: ReadonlyMap<string, number>): Shares;
}

export const emptyShares = (members: readonly GroupSubscriber[]): Shares =>
  new Map(members.map(({ memberId }) => [memberId, new Map()]));

export function give(shares: Shares, memberId: string, topic: string, partition: number): void {
  const share = shares.get(memberId)!;
  const partitions = share.get(topic) ?? [];
  share.set(topic, partitions);
  partitions.push(partition);
}

/** `AbstractPartitionAssignor.MemberInfo`: static members come first, by their instance ids, then the others by their member ids. */
export function inMemberOrder(members: readonly GroupSubscriber[]): GroupSubscriber[] {
  const rank = ({ memberId, instanceId }: GroupSubscriber) =>
    instanceId === null ? `1${memberId}` : `0${instanceId}`;
  return [...members].sort((left, right) => (rank(left) < rank(right) ? -1 : 1));
}
