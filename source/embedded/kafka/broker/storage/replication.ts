import { noLeader, type PartitionState } from '../../controller/partition-state.ts';
import { ReplicaEnds } from './replica-ends.ts';

/** The partition that is replicated, as it is now. */
export interface Replicated {
  readonly replicas: readonly number[];
  readonly state: PartitionState | undefined;
  readonly endOffset: number;
}

/**
 * How far each replica of a partition has its log, and which of them fetch: a follower does while its broker runs, with a directory that
 * works, and that of its leader runs.
 */
export class Replication {
  readonly #of: Replicated;
  readonly #ends: ReplicaEnds;
  readonly #fetch: (brokerId: number) => void;
  /** Brokers that lost their replica with their disk. */
  readonly #lost = new Set<number>();
  /** Those of them that lost it while no cluster ran. */
  readonly #lostBefore = new Set<number>();
  /** The brokers whose directory with this replica has failed. */
  readonly #offline = new Set<number>();

  /** `now` is ms since the epoch; `fetch` is called for a follower that lacks records. */
  constructor(of: Replicated, now: () => number, fetch: (brokerId: number) => void) {
    this.#of = of;
    this.#ends = new ReplicaEnds(now);
    this.#fetch = fetch;
  }

  /** Whether every replica has every record. */
  get isLevel(): boolean {
    return this.#ends.level;
  }

  /** The offset up to which all in-sync replicas have the records. */
  get highWatermark(): number {
    const end = this.#of.endOffset;
    let offset = end;
    if (this.#ends.level) return offset;
    for (const id of this.#of.state?.isr ?? []) offset = Math.min(offset, this.#ends.endOf(id, end));
    return offset;
  }

  endOffsetOf(brokerId: number): number {
    return this.#ends.endOf(brokerId, this.#of.endOffset);
  }

  /** The broker has no replica any longer. */
  drop(brokerId: number): void {
    this.#offline.delete(brokerId);
    this.#ends.drop(brokerId);
    this.#found(brokerId);
  }

  /** The broker's disk is empty; `before`: since before this cluster started. */
  lose(brokerId: number, before: boolean): void {
    if (this.#of.endOffset === 0) return;
    this.#lost.add(brokerId);
    if (before) this.#lostBefore.add(brokerId);
  }

  hasLost(brokerId: number): boolean {
    return this.#lost.has(brokerId);
  }

  /** Whether the broker had lost its replica before this cluster started. */
  hadLost(brokerId: number): boolean {
    return this.#lostBefore.has(brokerId);
  }

  /** Whether no replica is left, as far as is known: a broker that has not begun yet has its own. */
  get isLostToAll(): boolean {
    return this.#of.replicas.every((id) => this.#lost.has(id));
  }

  #found(brokerId: number): void {
    this.#lost.delete(brokerId);
    this.#lostBefore.delete(brokerId);
  }

  /** The log begins again: what was lost is lost to all. */
  forgetLost(): void {
    this.#lost.clear();
    this.#lostBefore.clear();
  }

  /** The log ends here now: no replica has more. */
  truncateTo(offset: number): void {
    this.#ends.truncateTo(offset);
  }

  /** The replica has the records up to this offset at least. */
  reach(brokerId: number, offset: number): void {
    this.#ends.reach(brokerId, offset);
  }

  /** The replica joins the ISR. It had caught up with what was confirmed before, if that is known. */
  join(brokerId: number, confirmed: number | undefined): void {
    this.#found(brokerId);
    if (confirmed !== undefined) this.#ends.reach(brokerId, Math.min(confirmed, this.#of.endOffset));
  }

  isOffline(brokerId: number): boolean {
    return this.#offline.has(brokerId);
  }

  goOffline(brokerId: number): void {
    this.#offline.add(brokerId);
    this.freeze(brokerId);
  }

  comeOnline(brokerId: number): void {
    this.#offline.delete(brokerId);
  }

  freeze(brokerId: number): void {
    this.#ends.stop(brokerId, this.#of.endOffset);
  }

  /** Returns whether the replica was frozen, and follows now. */
  thaw(brokerId: number): boolean {
    if (this.#offline.has(brokerId) || !this.#ends.resume(brokerId)) return false;
    this.followersFetch();
    return true;
  }

  /** A follower has fetched, if it can. Returns whether the high watermark has risen. */
  fetched(brokerId: number): boolean {
    const before = this.highWatermark;
    return this.#canFetch(brokerId) && this.#ends.catchUp(brokerId) && this.highWatermark > before;
  }

  #canFetch(brokerId: number): boolean {
    const leader = this.#of.state?.leader ?? noLeader;
    return (
      leader !== noLeader &&
      leader !== brokerId &&
      !this.#ends.isStopped(leader) &&
      !this.#ends.isStopped(brokerId) &&
      this.#of.replicas.includes(brokerId)
    );
  }

  /** All followers that can have every record. */
  followersFetch(): void {
    if (this.#ends.level) return;
    const leader = this.#of.state?.leader ?? noLeader;
    if (leader !== noLeader && !this.#ends.isStopped(leader)) this.#ends.catchUp(leader);
    for (const id of this.#of.replicas.filter((each) => this.#canFetch(each))) {
      this.#ends.catchUp(id);
      this.#found(id);
    }
  }

  /** All followers lack the records from `offset` on until they fetch. */
  followersLag(offset: number): void {
    for (const id of this.#of.replicas)
      if (id !== this.#of.state?.leader && this.#ends.fallBehind(id, offset)) this.#fetch(id);
  }

  /** In-sync followers that lack records and had not fetched all of them since `before` (ms). */
  laggingFollowers(before: number): number[] {
    const end = this.#of.endOffset;
    const followers = (this.#of.state?.isr ?? []).filter((id) => id !== this.#of.state?.leader);
    return followers.filter((id) => this.#ends.lagsSince(id, end, before));
  }
}
