import * as path from 'node:path';
import { finish } from '../../bounds/slices.ts';
import { makePlainDirectory } from '../../paths/plain-directory.ts';
import { writePlain } from '../../paths/plain-file.ts';
import { KafkaError } from '../messages/errors.ts';
import { type BatchHeader, placeBatch } from '../records/batch-header.ts';
import { stepBytes } from '../records/crc32c.ts';
import { checkedBatches } from './checked-batches.ts';
import { type CleaningOptions, cleanSegment, planCleaning } from './clean-segments.ts';
import { findByTimestamp, type TimestampOffset } from './find-by-timestamp.ts';
import { LeaderEpochs } from './leader-epochs.ts';
import { compactedFile } from './log-files.ts';
import { LogSegments, type SegmentLimits } from './log-segments.ts';
import { type OnFailure, storage, storageError } from './storage-error.ts';

/** The most segments that {@link PartitionLog.dropOldSegments} drops in one call. */
export const mostDropped = 100;

export interface LogOptions {
  /** The directory of this partition; created if absent. */
  readonly directory: string;
  /** Asked at each append, since a topic's settings change while its log is open. Where it says nothing: 16 MiB, any time, 256 MiB. */
  readonly limits?: () => Partial<SegmentLimits>;
  /** `max.message.bytes`; Kafka's 1,048,588 if not given. */
  readonly maxBatchBytes?: number;
  /** Called for every batch found on disk, in order. */
  readonly onRecovered?: (header: BatchHeader) => void;
  /** Called with each file system error, besides the KAFKA_STORAGE_ERROR that it becomes. */
  readonly onFailure?: OnFailure;
}

export interface Appended {
  readonly baseOffset: number;
  readonly lastOffset: number;
  /** ms: the greatest timestamp of the batches. */
  readonly maxTimestamp: number;
}

export interface ReadOptions {
  /** Return the first batch even if it is larger than `maxBytes` (KIP-74); true if not given. */
  readonly minOneBatch?: boolean;
  /** Only batches that end below this offset, the high watermark; the log's end if not given. */
  readonly upTo?: number;
}

/**
 * A partition's log: record batches on disk, in segments like Kafka's. Bounded on disk by `retentionBytes`, and in memory by a sparse
 * index and the tail cache. Not fsynced: written data survives the process, not the machine. Throws {@link KafkaError}:
 * OFFSET_OUT_OF_RANGE, CORRUPT_MESSAGE, INVALID_RECORD, MESSAGE_TOO_LARGE, KAFKA_STORAGE_ERROR.
 */
export class PartitionLog {
  readonly directory: string;
  readonly #onFailure: OnFailure | undefined;
  readonly #maxBatchBytes: number;
  readonly #epochs: LeaderEpochs;
  readonly #segments: LogSegments;
  /** The log is compacted below this offset. */
  #cleanedUpTo = 0;
  #closed = false;

  /** Opens or creates the log; truncates it at a torn or corrupt batch. */
  static open(options: LogOptions): PartitionLog {
    return finish(PartitionLog.openInSteps(options));
  }

  /** The same in steps. Between them nothing else may use the directory. */
  static *openInSteps(options: LogOptions): Generator<undefined, PartitionLog> {
    const { directory, limits = () => ({}), onRecovered, onFailure } = options;
    try {
      makePlainDirectory(directory);
      const epochs = new LeaderEpochs();
      const segments = yield* LogSegments.openInSteps(directory, limits, {
        onStart: (offset) => epochs.startAt(offset),
        onBatch: (header) => {
          epochs.note(header.partitionLeaderEpoch, header.baseOffset);
          onRecovered?.(header);
        },
      });
      return new PartitionLog(options, segments, epochs);
    } catch (cause) {
      throw storageError('loading', onFailure, cause);
    }
  }

  private constructor(options: LogOptions, segments: LogSegments, epochs: LeaderEpochs) {
    this.directory = options.directory;
    this.#onFailure = options.onFailure;
    this.#maxBatchBytes = options.maxBatchBytes ?? 1_048_588;
    this.#segments = segments;
    this.#epochs = epochs;
  }

  /** The first available offset. */
  get startOffset(): number {
    return this.#segments.startOffset;
  }

  /** The offset of the next record. */
  get endOffset(): number {
    return this.#segments.endOffset;
  }

  /** Bytes on disk. */
  get size(): number {
    return this.#segments.size;
  }

  /** The epoch of the last batch, −1 for an empty log. */
  get latestEpoch(): number {
    return this.#epochs.latest ?? -1;
  }

  /** Appends whole record batches and assigns their offsets in place: `records` is changed. Writes all of them or none. */
  append(records: Buffer, leaderEpoch = 0): Appended {
    return finish(this.appendInSteps(records, leaderEpoch));
  }

  /** The same in steps. Between them the log may be read and closed, but nothing else appended. */
  *appendInSteps(records: Buffer, leaderEpoch = 0): Generator<undefined, Appended> {
    this.#checkOpen();
    const batches = yield* checkedBatches(records, this.#maxBatchBytes);
    if (records.length > stepBytes) yield;
    this.#checkOpen();
    let nextOffset = this.endOffset;
    let maxTimestamp = -1;
    for (const { header, start } of batches) {
      placeBatch(records, start, nextOffset, leaderEpoch);
      nextOffset += header.recordCount;
      maxTimestamp = Math.max(maxTimestamp, header.maxTimestamp);
    }
    const baseOffset = this.endOffset;
    yield* this.#write(records, maxTimestamp);
    let next = baseOffset;
    for (const { header } of batches) {
      const { maxTimestamp, sizeInBytes, recordCount } = header;
      this.#segments.active.note({ lastOffset: next + recordCount - 1, maxTimestamp, sizeInBytes }, next);
      next += recordCount;
    }
    this.#epochs.note(leaderEpoch, baseOffset);
    return { baseOffset, lastOffset: next - 1, maxTimestamp };
  }

  *#write(records: Buffer, maxTimestamp: number): Generator<undefined, void> {
    try {
      this.#segments.makeRoom(records.length, maxTimestamp);
      for (const step of this.#segments.active.write(records)) {
        yield step;
        this.#checkOpen();
      }
    } catch (cause) {
      if (cause instanceof KafkaError) throw cause;
      throw storageError('appending records to', this.#onFailure, cause);
    }
  }

  /** A copy of whole batches, of at most `maxBytes` and from one segment; the first may begin before `offset`. */
  read(offset: number, maxBytes: number, options: ReadOptions = {}): Buffer {
    this.#checkOpen();
    if (offset < this.startOffset || offset > this.endOffset) {
      throw new KafkaError(
        'OFFSET_OUT_OF_RANGE',
        `offset \`${offset}\` of a log from ${this.startOffset} to ${this.endOffset}`,
      );
    }
    if (offset === this.endOffset) return Buffer.alloc(0);
    const upTo = options.upTo ?? this.endOffset;
    return this.#storage('reading from', () => {
      const most = Math.max(0, maxBytes);
      const { all } = this.#segments;
      for (let index = this.#segments.indexOf(offset); index < all.length; index++) {
        const segment = all[index]!;
        const data = segment.read(offset, most, options.minOneBatch ?? true, upTo);
        // Skips what compaction removed from the end of a segment.
        if (data.length > 0 || segment.positionOf(offset) < segment.size) return data;
      }
      return Buffer.alloc(0);
    });
  }

  /** The first record at or after a time (ms), in steps; undefined if there is none. Between them the log may be used and closed. */
  *offsetForTimestampInSteps(timestamp: number): Generator<undefined, TimestampOffset | undefined> {
    const steps = findByTimestamp(this.#segments, timestamp);
    for (;;) {
      this.#checkOpen();
      const { done, value } = this.#storage('reading from', () => steps.next());
      if (done) return value;
      yield;
    }
  }

  /** The record with the greatest timestamp (KIP-734), in steps as well. Undefined: the log is empty. */
  *offsetOfMaxTimestampInSteps(): Generator<undefined, TimestampOffset | undefined> {
    const latest = this.#segments.all.reduce((max, segment) => Math.max(max, segment.maxTimestamp), -1);
    return latest < 0 ? undefined : yield* this.offsetForTimestampInSteps(latest);
  }

  /** The end offset of an epoch (OffsetForLeaderEpoch). Undefined if the log has no epoch so early. */
  endOffsetForEpoch(epoch: number): { readonly epoch: number; readonly endOffset: number } | undefined {
    return this.#epochs.endOffsetFor(epoch, this.endOffset);
  }

  /** Advances the log start offset; whole segments before it are removed. Throws OFFSET_OUT_OF_RANGE beyond the end. */
  deleteRecordsBefore(offset: number): void {
    finish(this.deleteRecordsBeforeInSteps(offset));
  }

  /** The same in steps; between them the log may be used and closed. */
  *deleteRecordsBeforeInSteps(offset: number): Generator<undefined, void> {
    this.#checkOpen();
    if (offset < 0 || offset > this.endOffset) {
      throw new KafkaError(
        'OFFSET_OUT_OF_RANGE',
        `offset \`${offset}\` of a log that ends at ${this.endOffset}`,
      );
    }
    if (offset <= this.startOffset) return;
    try {
      for (const _ of this.#segments.deleteBeforeInSteps(offset)) {
        yield;
        if (this.#closed) return;
      }
    } catch (cause) {
      throw storageError('deleting segments for', this.#onFailure, cause);
    }
  }

  /**
   * Drops the records from `offset` on, as a follower does that has more than its leader. `offset` is where a batch begins. A log that starts
   * after it is empty then, and starts there.
   */
  truncateTo(offset: number): void {
    this.#checkOpen();
    if (offset >= this.endOffset) return;
    this.#storage('truncating', () => this.#segments.truncateTo(offset));
    this.#cleanedUpTo = Math.min(this.#cleanedUpTo, this.#segments.active.baseOffset);
    this.#epochs.truncateTo(offset);
  }

  /**
   * Drops whole segments from the front that end at or before `upTo` and are older than `before` (ms, by their newest record, or by the
   * file's time where records have none) or exceed `retentionBytes`. Returns the number of dropped segments, {@link mostDropped} if there
   * may be more.
   */
  dropOldSegments(before: number, retentionBytes: number, upTo: number): number {
    this.#checkOpen();
    return this.#storage('deleting segments for', () => {
      let dropped = 0;
      while (dropped < mostDropped) {
        const { active } = this.#segments;
        const oldest = this.#segments.all[0]!;
        const isEmpty = oldest === active && oldest.size === 0;
        if (isEmpty || oldest.isWriting || oldest.nextOffset > upTo) return dropped;
        const tooMuch = oldest !== active && this.size - oldest.size >= retentionBytes;
        if (!tooMuch && oldest.newestTime >= before) return dropped;
        if (oldest === active) this.#segments.roll();
        this.#segments.removeOldest();
        dropped++;
      }
      return dropped;
    });
  }

  /** Keeps the latest record of each key in the sealed segments of the plan. Returns the number of bytes freed. */
  compact(options: CleaningOptions): number {
    return finish(this.compactInSteps(options));
  }

  /** The same in steps; between them the log may be used and closed. */
  *compactInSteps(options: CleaningOptions): Generator<undefined, number> {
    this.#checkOpen();
    try {
      const plan = yield* planCleaning(this.#segments.sealed, this.#cleanedUpTo, options);
      const until = this.#segments.all[plan.count]?.baseOffset;
      if (this.#closed || plan.count === 0 || until === undefined) return 0;
      writePlain(path.join(this.directory, compactedFile), '');
      let freed = 0;
      for (const old of this.#segments.all.slice(0, plan.count)) {
        const isThere = () => !this.#closed && this.#segments.all.includes(old);
        if (!isThere()) continue;
        const cleaned = yield* cleanSegment(this.directory, old, plan, isThere);
        if (cleaned === old || !isThere()) continue;
        this.#segments.replace(old, cleaned);
        freed += old.size - cleaned.size;
      }
      this.#cleanedUpTo = Math.max(this.#cleanedUpTo, until);
      return freed;
    } catch (cause) {
      throw storageError('cleaning', this.#onFailure, cause);
    }
  }

  /** Closes the files. Any later call throws KAFKA_STORAGE_ERROR. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#segments.active.seal();
  }

  #storage<T>(doing: string, run: () => T): T {
    return storage(doing, this.#onFailure, run);
  }

  #checkOpen(): void {
    if (this.#closed)
      throw new KafkaError('KAFKA_STORAGE_ERROR', `the log in \`${this.directory}\` is closed`);
  }
}
