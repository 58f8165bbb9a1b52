import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { finish } from '../../bounds/slices.ts';
import { makePlainDirectory, removePlain } from '../../paths/plain-directory.ts';
import { readPlain, writePlain } from '../../paths/plain-file.ts';
import { WireError } from '../bytes/wire-error.ts';
import { KafkaError } from '../messages/errors.ts';
import { type BatchHeader, placeBatch } from '../records/batch-header.ts';
import { stepBytes } from '../records/crc32c.ts';
import { type BatchView, splitBatchesInSteps } from '../records/split-batches.ts';
import { type CleaningOptions, cleanSegment, planCleaning } from './clean-segments.ts';
import { findByTimestamp, type TimestampOffset } from './find-by-timestamp.ts';
import { LeaderEpochs } from './leader-epochs.ts';
import { recoverSegment } from './recover-segment.ts';
import { Segment, segmentFile, segmentsIn } from './segment.ts';
import { type OnFailure, storage, storageError } from './storage-error.ts';

export interface LogOptions {
  /** The directory of this partition; created if absent. */
  readonly directory: string;
  /** `segment.bytes`; 16 MiB if not given. */
  readonly segmentBytes?: number;
  /** `segment.ms`, by record timestamps; unlimited if not given. */
  readonly segmentMs?: number;
  /** `retention.bytes`; 256 MiB if not given. Drops whole old segments, never the active one. */
  readonly retentionBytes?: number;
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

export const startOffsetFile = 'log-start-offset';
/** Exists once the log has been compacted: its offsets may have gaps. */
export const compactedFile = 'compacted';

/**
 * A partition's log: record batches on disk, in segments like Kafka's. Bounded on disk by `retentionBytes`, and in memory by a sparse
 * index and the tail cache. Not fsynced: written data survives the process, not the machine. Throws {@link KafkaError}:
 * OFFSET_OUT_OF_RANGE, CORRUPT_MESSAGE, INVALID_RECORD, MESSAGE_TOO_LARGE, KAFKA_STORAGE_ERROR.
 */
export class PartitionLog {
  readonly directory: string;
  readonly #onFailure: OnFailure | undefined;
  readonly #segmentBytes: number;
  readonly #segmentMs: number;
  readonly #retentionBytes: number;
  readonly #maxBatchBytes: number;
  readonly #segments: Segment[] = [];
  readonly #epochs = new LeaderEpochs();
  #active: Segment;
  #startOffset = 0;
  #sizeOfSealed = 0;
  /** The log is compacted below this offset. */
  #cleanedUpTo = 0;
  #closed = false;

  /** Opens or creates the log; truncates it at a torn or corrupt batch. */
  static open(options: LogOptions): PartitionLog {
    return storage('loading', options.onFailure, () => new PartitionLog(options));
  }

  private constructor(options: LogOptions) {
    this.directory = options.directory;
    this.#onFailure = options.onFailure;
    this.#segmentBytes = options.segmentBytes ?? 16 * 1024 * 1024;
    this.#segmentMs = options.segmentMs ?? Number.POSITIVE_INFINITY;
    this.#retentionBytes = options.retentionBytes ?? 256 * 1024 * 1024;
    this.#maxBatchBytes = options.maxBatchBytes ?? 1_048_588;
    makePlainDirectory(this.directory);
    this.#recover(options.onRecovered);
    const last = this.#segments.at(-1);
    this.#active = last ?? new Segment(this.directory, this.#startOffset);
    if (!last) this.#segments.push(this.#active);
    this.#startOffset = Math.min(Math.max(this.#startOffset, this.#segments[0]!.baseOffset), this.endOffset);
    this.#epochs.startAt(this.#startOffset);
    this.#sizeOfSealed = this.#segments.slice(0, -1).reduce((sum, segment) => sum + segment.size, 0);
    this.#active.openForAppend();
  }

  /** The first available offset. */
  get startOffset(): number {
    return this.#startOffset;
  }

  /** The offset of the next record. */
  get endOffset(): number {
    return this.#active.nextOffset;
  }

  /** Bytes on disk. */
  get size(): number {
    return this.#sizeOfSealed + this.#active.size;
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
    const batches = yield* this.#checked(records);
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
      this.#active.note({ lastOffset: next + recordCount - 1, maxTimestamp, sizeInBytes }, next);
      next += recordCount;
    }
    this.#epochs.note(leaderEpoch, baseOffset);
    return { baseOffset, lastOffset: next - 1, maxTimestamp };
  }

  *#write(records: Buffer, maxTimestamp: number): Generator<undefined, void> {
    try {
      if (this.#isFull(records.length, maxTimestamp)) this.#roll();
      for (const step of this.#active.write(records)) {
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
    if (offset < this.#startOffset || offset > this.endOffset) {
      throw new KafkaError(
        'OFFSET_OUT_OF_RANGE',
        `offset \`${offset}\` of a log from ${this.#startOffset} to ${this.endOffset}`,
      );
    }
    if (offset === this.endOffset) return Buffer.alloc(0);
    const upTo = options.upTo ?? this.endOffset;
    return this.#storage('reading from', () => {
      const most = Math.max(0, maxBytes);
      for (let index = this.#indexOf(offset); index < this.#segments.length; index++) {
        const segment = this.#segments[index]!;
        const data = segment.read(offset, most, options.minOneBatch ?? true, upTo);
        // Skips what compaction removed from the end of a segment.
        if (data.length > 0 || segment.positionOf(offset) < segment.size) return data;
      }
      return Buffer.alloc(0);
    });
  }

  /** The first record at or after a time (ms); undefined if there is none. */
  offsetForTimestamp(timestamp: number): TimestampOffset | undefined {
    this.#checkOpen();
    return this.#storage('reading from', () => findByTimestamp(this.#segments, this.#startOffset, timestamp));
  }

  /** The record with the greatest timestamp (KIP-734). Undefined: the log is empty. */
  offsetOfMaxTimestamp(): TimestampOffset | undefined {
    const latest = this.#segments.reduce((max, segment) => Math.max(max, segment.maxTimestamp), -1);
    return latest < 0 ? undefined : this.offsetForTimestamp(latest);
  }

  /** The end offset of an epoch (OffsetForLeaderEpoch). Undefined if the log has no epoch so early. */
  endOffsetForEpoch(epoch: number): { readonly epoch: number; readonly endOffset: number } | undefined {
    return this.#epochs.endOffsetFor(epoch, this.endOffset);
  }

  /** Advances the log start offset; whole segments before it are removed. Throws OFFSET_OUT_OF_RANGE beyond the end. */
  deleteRecordsBefore(offset: number): void {
    this.#checkOpen();
    if (offset < 0 || offset > this.endOffset) {
      throw new KafkaError(
        'OFFSET_OUT_OF_RANGE',
        `offset \`${offset}\` of a log that ends at ${this.endOffset}`,
      );
    }
    if (offset <= this.#startOffset) return;
    this.#storage('deleting segments for', () => {
      writePlain(path.join(this.directory, startOffsetFile), `${offset}\n`);
      while (this.#segments.length > 1 && this.#segments[0]!.nextOffset <= offset) this.#removeOldest();
    });
    this.#startOffset = offset;
    this.#epochs.startAt(offset);
  }

  /**
   * Drops whole segments from the front that end at or before `upTo` and are older than `before` (ms, by their newest record, or by the
   * file's time where records have none) or exceed `retentionBytes`. Returns the number of dropped segments.
   */
  dropOldSegments(before: number, retentionBytes: number, upTo: number): number {
    this.#checkOpen();
    return this.#storage('deleting segments for', () => {
      let dropped = 0;
      for (;;) {
        const oldest = this.#segments[0]!;
        const isEmpty = oldest === this.#active && oldest.size === 0;
        if (isEmpty || oldest.isWriting || oldest.nextOffset > upTo) return dropped;
        const tooMuch = oldest !== this.#active && this.size - oldest.size >= retentionBytes;
        if (!tooMuch && oldest.newestTime >= before) return dropped;
        if (oldest === this.#active) this.#roll();
        this.#removeOldest();
        dropped++;
      }
    });
  }

  /** Keeps the latest record of each key in the sealed segments of the plan. Returns the number of bytes freed. */
  compact(options: CleaningOptions): number {
    const steps = this.compactInSteps(options);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  }

  /** The same in steps; between them the log may be used and closed. */
  *compactInSteps(options: CleaningOptions): Generator<undefined, number> {
    this.#checkOpen();
    try {
      const plan = yield* planCleaning(this.#segments.slice(0, -1), this.#cleanedUpTo, options);
      const until = this.#segments[plan.count]?.baseOffset;
      if (this.#closed || plan.count === 0 || until === undefined) return 0;
      writePlain(path.join(this.directory, compactedFile), '');
      let freed = 0;
      for (const old of this.#segments.slice(0, plan.count)) {
        const isThere = () => !this.#closed && this.#segments.includes(old);
        if (!isThere()) continue;
        const cleaned = yield* cleanSegment(this.directory, old, plan, isThere);
        if (cleaned === old || !isThere()) continue;
        this.#segments[this.#segments.indexOf(old)] = cleaned;
        this.#sizeOfSealed += cleaned.size - old.size;
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
    this.#active.seal();
  }

  /** Closes the log and removes its directory. */
  destroy(): void {
    this.close();
    this.#storage('deleting the log for', () => removePlain(this.directory));
  }

  #recover(onRecovered?: (header: BatchHeader) => void): void {
    const bases = segmentsIn(this.directory);
    this.#startOffset = this.#readStartOffset();
    const gaps = existsSync(path.join(this.directory, compactedFile));
    let torn = false;
    for (const base of bases) {
      const expected = this.#segments.at(-1)?.nextOffset ?? base;
      if (torn || base < expected || (base > expected && !gaps)) {
        removePlain(segmentFile(this.directory, base));
        torn = true;
        continue;
      }
      const recovered = recoverSegment(this.directory, base, gaps, (header) => {
        this.#epochs.note(header.partitionLeaderEpoch, header.baseOffset);
        onRecovered?.(header);
      });
      torn = recovered.torn;
      this.#segments.push(recovered.segment);
    }
  }

  #readStartOffset(): number {
    try {
      const text = readPlain(path.join(this.directory, startOffsetFile), 32).toString().trim();
      return /^\d{1,15}$/.test(text) ? Number(text) : 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
      throw error;
    }
  }

  *#checked(records: Buffer): Generator<undefined, BatchView[]> {
    let batches: BatchView[];
    try {
      batches = yield* splitBatchesInSteps(records);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      const invalid = error.code === 'magic' || error.code === 'value';
      throw new KafkaError(invalid ? 'INVALID_RECORD' : 'CORRUPT_MESSAGE', error.message);
    }
    if (batches.length === 0) throw new KafkaError('INVALID_RECORD', 'no record batch to append');
    for (const { header } of batches) {
      if (header.sizeInBytes > this.#maxBatchBytes) {
        throw new KafkaError(
          'MESSAGE_TOO_LARGE',
          `a record batch of \`${header.sizeInBytes}\` bytes, where ${this.#maxBatchBytes} are allowed`,
        );
      }
    }
    return batches;
  }

  #isFull(added: number, timestamp: number): boolean {
    const { size, firstTimestamp } = this.#active;
    if (size === 0) return false;
    const isOld = firstTimestamp >= 0 && timestamp - firstTimestamp > this.#segmentMs;
    return isOld || size + added > this.#segmentBytes;
  }

  #roll(): void {
    const next = new Segment(this.directory, this.endOffset);
    next.openForAppend();
    this.#active.seal();
    this.#sizeOfSealed += this.#active.size;
    this.#segments.push(next);
    this.#active = next;
    while (this.#segments.length > 1 && this.#sizeOfSealed + this.#segmentBytes > this.#retentionBytes) {
      this.#removeOldest();
    }
  }

  #removeOldest(): void {
    const oldest = this.#segments.shift()!;
    this.#sizeOfSealed -= oldest.size;
    oldest.remove();
    this.#startOffset = Math.max(this.#startOffset, this.#segments[0]!.baseOffset);
    this.#epochs.startAt(this.#startOffset);
  }

  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#segments[middle]!.baseOffset <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #storage<T>(doing: string, run: () => T): T {
    return storage(doing, this.#onFailure, run);
  }

  #checkOpen(): void {
    if (this.#closed)
      throw new KafkaError('KAFKA_STORAGE_ERROR', `the log in \`${this.directory}\` is closed`);
  }
}
