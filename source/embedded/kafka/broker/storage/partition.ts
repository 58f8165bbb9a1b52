import { existsSync } from 'node:fs';
import { removePlain } from '../../../paths/plain-directory.ts';
import type { PartitionImage } from '../../controller/cluster-image.ts';
import { noLeader, type PartitionState } from '../../controller/partition-state.ts';
import { internalTopics } from '../../controller/topic-names.ts';
import { PartitionLog } from '../../log/partition-log.ts';
import { type OnFailure, storage } from '../../log/storage-error.ts';
import { KafkaError } from '../../messages/errors.ts';
import { noLeaderEpoch, noOffset } from '../../messages/sentinels.ts';
import { asKafkaErrorInSteps, identityOf, readClientBatch } from './client-batch.ts';
import { correctMaxTimestamp } from './correct-max-timestamp.ts';
import { DelayedOperations } from './delayed-operations.ts';
import { ProducerStates } from './producer-states.ts';
import { stampAppendTime } from './stamp-append-time.ts';

export interface AppendResult {
  readonly baseOffset: number;
  /** The offset that the high watermark must reach for acks=all. */
  readonly requiredOffset: number;
}

// Bounds a partition's disk use whatever the topic asks for: this runs on a learner's machine.
const largestSegmentBytes = 16 * 1024 * 1024;
const largestRetentionBytes = 256 * 1024 * 1024;
// Compaction frees disk by whole segments, so a compacted topic has small ones.
const compactedSegmentBytes = 1024 * 1024;

/**
 * A partition shared by all its replicas: the records are stored once, and replication is modelled. A replica whose broker runs has every
 * record at once; one whose broker is down stays at the offset where it stopped.
 */
export class Partition {
  readonly topic: string;
  readonly partition: number;
  readonly delayed = new DelayedOperations();
  replicas: readonly number[];
  state: PartitionState | undefined;
  readonly #place: string | (() => string);
  readonly #config: Readonly<Record<string, string>>;
  #opened: PartitionLog | undefined;
  readonly #producers = new ProducerStates();
  /** Broker id → log end offset of a replica that is not following. */
  readonly #frozen = new Map<number, number>();
  /** Broker id → when that replica was last seen, in ms. */
  readonly #frozenSince = new Map<number, number>();
  readonly #now: () => number;
  readonly #onFailure: OnFailure | undefined;
  #closed = false;
  /** The last append that has not ended. */
  #appends: Promise<void> | undefined;

  /**
   * `place` is the directory of its log, or a function that returns it once there is something to store: most of a topic's thousands of
   * partitions may stay empty. `now` is ms since the epoch. `onFailure` gets disk errors.
   */
  constructor(
    image: PartitionImage,
    place: string | (() => string),
    config: Readonly<Record<string, string>>,
    now: () => number = Date.now,
    onFailure?: OnFailure,
  ) {
    this.#onFailure = onFailure;
    this.#now = now;
    this.topic = image.topic;
    this.partition = image.partition;
    this.replicas = image.replicas;
    this.state = image.state;
    this.#place = place;
    this.#config = config;
  }

  /** Opened on first use: most partitions of `__consumer_offsets` stay empty here. */
  get log(): PartitionLog {
    if (this.#opened) return this.#opened;
    if (this.#closed) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');
    const directory = this.#directory;
    const bounded = (name: string, most: number) => {
      const value = Number(this.#config[name] ?? -1);
      return value >= 0 && value < most ? value : most;
    };
    const compacted = internalTopics.has(this.topic);
    this.#opened = PartitionLog.open({
      directory,
      segmentBytes: bounded('segment.bytes', compacted ? compactedSegmentBytes : largestSegmentBytes),
      segmentMs: bounded('segment.ms', Number.POSITIVE_INFINITY),
      retentionBytes: bounded('retention.bytes', largestRetentionBytes),
      // The topic's current limit applies; it was checked before.
      maxBatchBytes: 2 ** 31 - 1,
      ...(this.#onFailure === undefined ? {} : { onFailure: this.#onFailure }),
      onRecovered: (header) => {
        if (header.producerId >= 0 && header.baseSequence >= 0)
          this.#producers.appended(identityOf(header), header.baseOffset);
      },
    });
    return this.#opened;
  }

  get #directory(): string {
    const place = this.#place;
    return typeof place === 'string' ? place : storage('creating', this.#onFailure, place);
  }

  get endOffset(): number {
    if (this.#opened) return this.#opened.endOffset;
    return !this.#closed && typeof this.#place === 'string' && existsSync(this.#place)
      ? this.log.endOffset
      : 0;
  }

  /** The first available offset. */
  get startOffset(): number {
    return this.endOffset === 0 ? 0 : this.log.startOffset;
  }

  /**
   * Drops segments from the front whose newest record is older than `retentionMs`, and those beyond `retentionBytes`; a negative value
   * means no limit. Records that an in-sync replica lacks stay. Returns the number of dropped segments. Throws {@link KafkaError}.
   */
  dropOldSegments(retentionMs: number, retentionBytes: number): number {
    if (this.endOffset === 0) return 0;
    const before = retentionMs < 0 ? Number.NEGATIVE_INFINITY : this.#now() - retentionMs;
    const most = retentionBytes < 0 ? Number.POSITIVE_INFINITY : retentionBytes;
    return this.log.dropOldSegments(before, most, this.highWatermark);
  }

  /** Bytes on disk. */
  get size(): number {
    return this.#opened?.size ?? 0;
  }

  /** The high watermark: the offset up to which all in-sync replicas have the records. Consumers read no further. */
  get highWatermark(): number {
    let offset = this.endOffset;
    if (this.#frozen.size === 0) return offset;
    for (const id of this.state?.isr ?? []) offset = Math.min(offset, this.#frozen.get(id) ?? offset);
    return offset;
  }

  apply(image: PartitionImage): void {
    this.replicas = image.replicas;
    this.state = image.state;
    this.delayed.checkAll(0);
  }

  /** The replica on this broker stops following. */
  freeze(brokerId: number): void {
    if (this.#frozen.has(brokerId)) return;
    this.#frozen.set(brokerId, this.endOffset);
    this.#frozenSince.set(brokerId, this.#now());
  }

  /** The replica follows again and catches up at once. */
  thaw(brokerId: number): void {
    if (this.#frozen.delete(brokerId)) this.delayed.checkAll(0);
  }

  /** In-sync replicas that lack records and have not been seen since `before` (ms). */
  laggingFollowers(before: number): number[] {
    return (this.state?.isr ?? []).filter(
      (id) =>
        id !== this.state?.leader &&
        (this.#frozen.get(id) ?? this.endOffset) < this.endOffset &&
        this.#frozenSince.get(id)! <= before,
    );
  }

  /** Throws NOT_LEADER_OR_FOLLOWER, or for a client with a different leader epoch one of the two errors of KIP-320. */
  checkLeader(brokerId: number, currentLeaderEpoch = noLeaderEpoch): void {
    const { state } = this;
    if (currentLeaderEpoch >= 0 && state) {
      if (currentLeaderEpoch < state.leaderEpoch) throw new KafkaError('FENCED_LEADER_EPOCH');
      if (currentLeaderEpoch > state.leaderEpoch) throw new KafkaError('UNKNOWN_LEADER_EPOCH');
    }
    if (!state || state.leader === noLeader || state.leader !== brokerId)
      throw new KafkaError('NOT_LEADER_OR_FOLLOWER');
  }

  /** Runs `append` after the appends that have begun: no two write at the same time. */
  inTurn<Result>(append: () => Result | Promise<Result>): Result | Promise<Result> {
    if (this.#appends) return this.#queue(this.#appends.then(append));
    const result = append();
    return result instanceof Promise ? this.#queue(result) : result;
  }

  #queue<Result>(result: Promise<Result>): Promise<Result> {
    const end = (): void => {
      if (this.#appends === last) this.#appends = undefined;
    };
    const last: Promise<void> = result.then(end, end);
    this.#appends = last;
    return result;
  }

  /**
   * Appends one client's batch as the leader, in steps, only within {@link inTurn}. Changes `records` in place: the batch gets its offset,
   * and `appendTime` (ms) if the topic uses LogAppendTime. Throws {@link KafkaError}.
   */
  *append(records: Buffer, maxBatchBytes: number, appendTime?: number): Generator<undefined, AppendResult> {
    const header = readClientBatch(records);
    if (header.sizeInBytes > maxBatchBytes)
      throw new KafkaError(
        'MESSAGE_TOO_LARGE',
        `The record batch size in the append to ${this.topic}-${this.partition} is ${header.sizeInBytes} bytes ` +
          `which exceeds the maximum configured value of ${maxBatchBytes}.`,
      );
    // Opening the log restores the producer states.
    const { log } = this;
    const identity = header.producerId >= 0 ? identityOf(header) : undefined;
    if (identity) {
      const verdict = this.#producers.check(identity);
      if (verdict.kind === 'error') throw new KafkaError(verdict.error);
      if (verdict.kind === 'duplicate')
        return { baseOffset: verdict.baseOffset, requiredOffset: verdict.baseOffset + header.recordCount };
    }
    const { baseOffset, lastOffset } = yield* this.#whileLeader(function* (leaderEpoch) {
      yield* asKafkaErrorInSteps(
        appendTime === undefined
          ? correctMaxTimestamp(records, header)
          : stampAppendTime(records, appendTime),
      );
      return yield* log.appendInSteps(records, leaderEpoch);
    });
    if (identity) this.#producers.appended(identity, baseOffset);
    if (this.delayed.size > 0 && this.highWatermark > baseOffset) this.delayed.checkAll(records.length);
    return { baseOffset, requiredOffset: lastOffset + 1 };
  }

  /** Gives the steps up when the leader changes between two of them. Throws NOT_LEADER_OR_FOLLOWER. */
  *#whileLeader<Result>(
    begin: (leaderEpoch: number) => Generator<undefined, Result>,
  ): Generator<undefined, Result> {
    const epoch = this.state?.leaderEpoch;
    const steps = begin(epoch ?? 0);
    try {
      for (;;) {
        const { done, value } = steps.next();
        if (done) return value;
        yield;
        if (this.state?.leaderEpoch !== epoch) throw new KafkaError('NOT_LEADER_OR_FOLLOWER');
      }
    } finally {
      // A no-op for steps that ended.
      steps.return(undefined as never);
    }
  }

  /** Appends the broker's own records. Throws {@link KafkaError}. */
  appendOwn(records: Buffer): void {
    this.log.append(records, this.state?.leaderEpoch ?? 0);
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
    this.#closed = true;
    this.#opened?.close();
    this.#opened = undefined;
    this.state = undefined;
    this.delayed.checkAll(0);
  }

  /** The topic is deleted. */
  destroy(): void {
    const isStored = this.#opened !== undefined || typeof this.#place === 'string';
    this.close();
    if (isStored) removePlain(this.#directory);
  }
}
