import type { WireError } from '../../bytes/wire-error.ts';
import type { PartitionImage } from '../../controller/cluster-image.ts';
import { noLeader, type PartitionState } from '../../controller/partition-state.ts';
import { internalTopics } from '../../controller/topic-names.ts';
import type { SegmentLimits } from '../../log/log-segments.ts';
import type { PartitionLog } from '../../log/partition-log.ts';
import type { OnFailure } from '../../log/storage-error.ts';
import { KafkaError } from '../../messages/errors.ts';
import { noLeaderEpoch, noOffset } from '../../messages/sentinels.ts';
import { appendBatch } from './append-batch.ts';
import { AppendQueue } from './append-queue.ts';
import { DelayedOperations } from './delayed-operations.ts';
import { PartitionStore } from './partition-store.ts';
import type { RememberedProducers } from './producer-states.ts';
import { Replication } from './replication.ts';
import type { RecordSummary } from './summarize-records.ts';

export interface AppendResult {
  readonly baseOffset: number;
  /** The offset that the high watermark must reach for acks=all. */
  readonly requiredOffset: number;
}

export interface AppendOptions {
  readonly maxBatchBytes: number;
  /** acks=all: the followers fetch at once. */
  readonly waits: boolean;
  /** ms; undefined leaves the records' own times. */
  readonly appendTime?: number | undefined;
  /** Of the batch's records, if it has been made. */
  readonly summary?: RecordSummary | WireError | undefined;
}

/** What a partition needs of its surroundings. */
export interface PartitionHost {
  /** ms since the epoch. */
  readonly now?: () => number;
  /** When to begin a new segment; asked at each append. */
  readonly limits?: () => SegmentLimits;
  /** Gets disk errors. */
  readonly onFailure?: OnFailure;
  /** The idempotent producers of all partitions. */
  readonly producers?: RememberedProducers;
  /** Moves the directory of a log away whose last replica was lost before this cluster started; `records` is how many it has. */
  readonly setAside?: (directory: string, records: number) => void;
  /** A follower on this broker lacks records: it calls {@link Partition.fetched} soon. */
  readonly fetch?: (brokerId: number, partition: Partition) => void;
}

/**
 * A partition shared by all its replicas: the records are stored once, and replication is modelled. A replica is the beginning of the one
 * log, up to an end offset of its own ({@link ReplicaEnds}). Where the leader waits for its followers (acks=all), they have a record at
 * once; otherwise they fetch it a few milliseconds later. A replica whose broker is down stays where it was. When a replica leads that lacks
 * records, the log is truncated to its end: they are lost. Internal topics are the exception: no replica of them ever lacks a record, since
 * a broker does not wait before it confirms a committed offset.
 */
export class Partition {
  readonly topic: string;
  readonly partition: number;
  readonly delayed = new DelayedOperations();
  replicas: readonly number[];
  state: PartitionState | undefined;
  readonly #store: PartitionStore;
  readonly #replication: Replication;
  readonly #now: () => number;
  readonly #appends = new AppendQueue();
  readonly #setAside: PartitionHost['setAside'];

  /**
   * `place` is the directory of its log, or a function that returns it once there is something to store: most of a topic's thousands of
   * partitions may stay empty. Without `fetch`, followers fetch at once.
   */
  constructor(image: PartitionImage, place: string | (() => string), host: PartitionHost = {}) {
    this.#now = host.now ?? Date.now;
    this.#setAside = host.setAside;
    const fetch = host.fetch ?? ((brokerId: number) => this.fetched(brokerId));
    this.#replication = new Replication(this, this.#now, (brokerId) => fetch(brokerId, this));
    this.topic = image.topic;
    this.partition = image.partition;
    this.replicas = image.replicas;
    this.state = image.state;
    const { limits, onFailure, producers } = host;
    this.#store = new PartitionStore({ place, limits, onFailure, producers });
  }

  /** Opened on first use: most partitions of `__consumer_offsets` stay empty here. */
  get log(): PartitionLog {
    return this.#store.log;
  }

  /** Whether {@link log} is at hand: opening it makes a directory, or reads one. */
  get isOpen(): boolean {
    return this.#store.isOpen;
  }

  /** Opens {@link log} in steps if there is a directory to read. Throws {@link KafkaError}. */
  openInSteps(): Generator<undefined, void> {
    return this.#store.openInSteps();
  }

  get endOffset(): number {
    return this.#store.endOffset;
  }

  /** The first available offset. */
  get startOffset(): number {
    return this.endOffset === 0 ? 0 : this.log.startOffset;
  }

  /**
   * Drops segments from the front whose newest record is older than `retentionMs`, and those beyond `retentionBytes`; a negative value
   * means no limit. Records that an in-sync replica lacks stay. Returns the number of dropped segments, `mostDropped` if there may be more.
   * Throws {@link KafkaError}.
   */
  dropOldSegments(retentionMs: number, retentionBytes: number): number {
    if (this.endOffset === 0) return 0;
    const before = retentionMs < 0 ? Number.NEGATIVE_INFINITY : this.#now() - retentionMs;
    const most = retentionBytes < 0 ? Number.POSITIVE_INFINITY : retentionBytes;
    return this.log.dropOldSegments(before, most, this.highWatermark);
  }

  /** Bytes on disk. */
  get size(): number {
    return this.#store.size;
  }

  /** The high watermark: the offset up to which all in-sync replicas have the records. Consumers read no further. */
  get highWatermark(): number {
    return this.#replication.highWatermark;
  }

  /** The end offset of the log that the replica on this broker has. */
  endOffsetOf(brokerId: number): number {
    return this.#replication.endOffsetOf(brokerId);
  }

  /**
   * A new state. Returns whether records are gone that the new leader lacks: all of them if it has lost its replica, otherwise those from
   * its own end on.
   */
  apply(image: PartitionImage): boolean {
    const inSync = this.state?.isr ?? [];
    const confirmed = this.#replication.isLevel ? undefined : this.highWatermark;
    for (const id of this.replicas) if (!image.replicas.includes(id)) this.#replication.drop(id);
    this.replicas = image.replicas;
    this.state = image.state;
    const leader = image.state?.leader ?? noLeader;
    const isCut = this.leadEmpty(leader) || this.#truncateTo(leader);
    for (const id of image.state?.isr ?? []) {
      if (inSync.includes(id)) continue;
      // Whatever was confirmed since it was added waited for it too.
      this.#replication.join(id, confirmed);
    }
    this.#replication.followersFetch();
    this.delayed.checkAll(0);
    return isCut;
  }

  /** The followers of a new leader truncate their logs to its end. */
  #truncateTo(leader: number): boolean {
    if (this.#replication.isLevel) return false;
    const end = this.endOffset;
    const ownEnd = this.#replication.endOffsetOf(leader);
    if (ownEnd === end) return false;
    if (internalTopics.has(this.topic)) {
      this.#replication.reach(leader, end);
      return false;
    }
    // Where the disk failed, this leader will not last.
    if (!this.#store.truncateTo(ownEnd)) return false;
    this.#replication.truncateTo(ownEnd);
    return true;
  }

  /**
   * The broker's disk is empty: what it had of this partition is lost, until it follows a leader. `before`: it was lost while no cluster
   * ran, which takes no records from the other replicas.
   */
  loseReplica(brokerId: number, before = false): void {
    this.#replication.lose(brokerId, before);
  }

  /** Whether this replica was lost while no cluster ran, and another one has the records: it may not lead. */
  mayNotLead(brokerId: number): boolean {
    return this.#replication.hadLost(brokerId) && !this.#replication.isLostToAll;
  }

  /**
   * If this broker leads and has lost its replica, the partition begins again at offset 0, as the followers truncate their logs to that of
   * their leader. Returns whether it did.
   */
  leadEmpty(brokerId: number): boolean {
    if (this.state?.leader !== brokerId || !this.#replication.hasLost(brokerId)) return false;
    if (this.mayNotLead(brokerId)) return false;
    const setAside = this.#replication.hadLost(brokerId) ? this.#setAside : undefined;
    this.#replication.forgetLost();
    const records = this.endOffset - this.startOffset;
    this.#store.clear(setAside && ((directory) => setAside(directory, records)));
    this.#replication.truncateTo(0);
    return true;
  }

  /** The directory of the broker that holds this replica has failed: it neither follows nor leads. */
  goOffline(brokerId: number): void {
    this.#replication.goOffline(brokerId);
  }

  /** The broker has its directory again. */
  comeOnline(brokerId: number): void {
    this.#replication.comeOnline(brokerId);
  }

  /** The broker of this replica does not run: a follower no longer fetches, and nobody fetches from a leader. */
  freeze(brokerId: number): void {
    this.#replication.freeze(brokerId);
  }

  /** The broker runs again. A follower catches up at once, if its leader runs. */
  thaw(brokerId: number): void {
    if (this.#replication.thaw(brokerId)) this.delayed.checkAll(0);
  }

  /** A follower has fetched. Without effect while its broker or that of its leader does not run. */
  fetched(brokerId: number): void {
    if (this.#replication.fetched(brokerId)) this.delayed.checkAll(0);
  }

  /** In-sync followers that lack records and had not fetched all of them since `before` (ms). */
  laggingFollowers(before: number): number[] {
    return this.#replication.laggingFollowers(before);
  }

  /** Throws KAFKA_STORAGE_ERROR for a replica whose directory has failed, NOT_LEADER_OR_FOLLOWER, or for a client with a different leader epoch one of the two errors of KIP-320. */
  checkLeader(brokerId: number, currentLeaderEpoch = noLeaderEpoch): void {
    const { state } = this;
    if (this.#replication.isOffline(brokerId)) throw new KafkaError('KAFKA_STORAGE_ERROR');
    if (currentLeaderEpoch >= 0 && state) {
      if (currentLeaderEpoch < state.leaderEpoch) throw new KafkaError('FENCED_LEADER_EPOCH');
      if (currentLeaderEpoch > state.leaderEpoch) throw new KafkaError('UNKNOWN_LEADER_EPOCH');
    }
    if (!state || state.leader === noLeader || state.leader !== brokerId)
      throw new KafkaError('NOT_LEADER_OR_FOLLOWER');
  }

  /** Runs `append` after the appends that have begun: no two write at the same time. */
  inTurn<Result>(append: () => Result | Promise<Result>): Result | Promise<Result> {
    return this.#appends.inTurn(append);
  }

  /**
   * Appends one client's batch as the leader, in steps, only within {@link inTurn}. Changes `records` in place: the batch gets its offset,
   * and `appendTime` (ms) if the topic uses LogAppendTime. With `waits`, the producer waits for the in-sync replicas. Throws
   * {@link KafkaError}.
   */
  *append(
    records: Buffer,
    { maxBatchBytes, waits, appendTime, summary }: AppendOptions,
  ): Generator<undefined, AppendResult> {
    const { baseOffset, endOffset, isDuplicate } = yield* appendBatch(this.#store, records, {
      name: `${this.topic}-${this.partition}`,
      maxBatchBytes,
      appendTime,
      summary,
      leaderEpoch: () => this.state?.leaderEpoch,
    });
    if (isDuplicate) return { baseOffset, requiredOffset: endOffset };
    if (waits) this.#replication.followersFetch();
    else this.#replication.followersLag(baseOffset);
    if (this.delayed.size > 0 && this.highWatermark > baseOffset) this.delayed.checkAll(records.length);
    return { baseOffset, requiredOffset: endOffset };
  }

  /** Appends the broker's own records. Throws {@link KafkaError}. */
  appendOwn(records: Buffer): void {
    this.log.append(records, this.state?.leaderEpoch ?? 0);
    this.#replication.followersFetch();
    this.delayed.checkAll(records.length);
  }

  /** The end offset of an epoch; {@link noLeaderEpoch} and {@link noOffset} if unknown. */
  endOffsetForEpoch(epoch: number): { leaderEpoch: number; endOffset: number } {
    const unknown = { leaderEpoch: noLeaderEpoch, endOffset: noOffset };
    if (epoch < 0 || !this.state || epoch > this.state.leaderEpoch) return unknown;
    if (epoch === this.state.leaderEpoch) return { leaderEpoch: epoch, endOffset: this.endOffset };
    const found = this.log.endOffsetForEpoch(epoch);
    return found ? { leaderEpoch: found.epoch, endOffset: found.endOffset } : unknown;
  }

  close(): void {
    this.#store.close();
    this.state = undefined;
    this.delayed.checkAll(0);
  }

  /** The topic is deleted. */
  *destroyInSteps(): Generator<void, void> {
    this.close();
    yield* this.#store.destroyInSteps();
  }
}
