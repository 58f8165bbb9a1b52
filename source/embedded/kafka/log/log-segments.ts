import * as path from 'node:path';
import { writePlain } from '../../paths/plain-file.ts';
import type { BatchHeader } from '../records/batch-header.ts';
import { readStartOffset, truncatedFile, writeStartOffset } from './log-files.ts';
import { recoverSegments } from './recover-segments.ts';
import { Segment } from './segment.ts';

export interface SegmentLimits {
  readonly segmentBytes: number;
  /** By record timestamps. */
  readonly segmentMs: number;
  /** Whole old segments are dropped beyond it, never the active one. */
  readonly retentionBytes: number;
}

/** A limit may have shrunk, and thousands of small segments exceed it: the next rolls remove the rest. */
const mostRemovedByRoll = 8;

const usualLimits: SegmentLimits = {
  segmentBytes: 16 * 1024 * 1024,
  segmentMs: Number.POSITIVE_INFINITY,
  retentionBytes: 256 * 1024 * 1024,
};

/** The segments of a log on disk, from the oldest to the active one. Throws system errors. */
export class LogSegments {
  readonly #directory: string;
  readonly #limitsNow: () => Partial<SegmentLimits>;
  readonly #onStart: (offset: number) => void;
  readonly #segments: Segment[];
  #active: Segment;
  #startOffset: number;
  #sizeOfSealed: number;

  /**
   * Reads what is on disk, in steps, and ends at a torn or corrupt batch. `limits` is asked at each append. `onStart` gets each new log
   * start offset, `onBatch` what was found.
   */
  static *openInSteps(
    directory: string,
    limits: () => Partial<SegmentLimits>,
    events: {
      readonly onStart: (offset: number) => void;
      readonly onBatch: (header: BatchHeader) => void;
    },
  ): Generator<undefined, LogSegments> {
    const startOffset = readStartOffset(directory);
    const segments = yield* recoverSegments(directory, events.onBatch);
    return new LogSegments(directory, limits, events.onStart, startOffset, segments);
  }

  private constructor(
    directory: string,
    limits: () => Partial<SegmentLimits>,
    onStart: (offset: number) => void,
    startOffset: number,
    segments: Segment[],
  ) {
    this.#directory = directory;
    this.#limitsNow = limits;
    this.#onStart = onStart;
    this.#startOffset = startOffset;
    this.#segments = segments;
    const last = this.#segments.at(-1);
    this.#active = last ?? new Segment(directory, this.#startOffset);
    if (!last) this.#segments.push(this.#active);
    this.#startAt(Math.min(Math.max(this.#startOffset, this.#segments[0]!.baseOffset), this.endOffset));
    this.#sizeOfSealed = sizeOf(this.sealed);
    this.#active.openForAppend();
  }

  get #limits(): SegmentLimits {
    return { ...usualLimits, ...this.#limitsNow() };
  }

  get all(): readonly Segment[] {
    return this.#segments;
  }

  get sealed(): readonly Segment[] {
    return this.#segments.slice(0, -1);
  }

  get active(): Segment {
    return this.#active;
  }

  /** The first available offset. */
  get startOffset(): number {
    return this.#startOffset;
  }

  get endOffset(): number {
    return this.#active.nextOffset;
  }

  /** Bytes on disk. */
  get size(): number {
    return this.#sizeOfSealed + this.#active.size;
  }

  /** Begins a new segment where the active one has no room for so many bytes, or is too old for a record of this time (ms). */
  makeRoom(added: number, timestamp: number): void {
    const { size, firstTimestamp } = this.#active;
    if (size === 0) return;
    const { segmentBytes, segmentMs } = this.#limits;
    const isOld = firstTimestamp >= 0 && timestamp - firstTimestamp > segmentMs;
    if (isOld || size + added > segmentBytes) this.roll();
  }

  roll(): void {
    const next = new Segment(this.#directory, this.endOffset);
    next.openForAppend();
    this.#active.seal();
    this.#sizeOfSealed += this.#active.size;
    this.#segments.push(next);
    this.#active = next;
    const { segmentBytes, retentionBytes } = this.#limits;
    for (let removed = 0; removed < mostRemovedByRoll; removed++) {
      if (this.#segments.length === 1 || this.#sizeOfSealed + segmentBytes <= retentionBytes) break;
      this.removeOldest();
    }
  }

  removeOldest(): void {
    const oldest = this.#segments.shift()!;
    this.#sizeOfSealed -= oldest.size;
    oldest.remove();
    this.#startAt(Math.max(this.#startOffset, this.#segments[0]!.baseOffset));
  }

  /** Advances the log start offset at once; then, in steps, whole segments before it are removed. */
  *deleteBeforeInSteps(offset: number): Generator<undefined, void> {
    writeStartOffset(this.#directory, offset);
    this.#startAt(offset);
    while (this.#segments.length > 1 && this.#segments[0]!.nextOffset <= offset) {
      this.removeOldest();
      yield;
    }
  }

  /** Drops what is behind an offset. A log that starts after it is empty then, and starts there. */
  truncateTo(offset: number): void {
    writePlain(path.join(this.#directory, truncatedFile), '');
    if (offset < this.#startOffset) {
      writeStartOffset(this.#directory, offset);
      this.#startOffset = offset;
    }
    while (this.#segments.length > 1 && this.#active.baseOffset >= offset) {
      this.#segments.pop()!.remove();
      this.#active = this.#segments.at(-1)!;
    }
    if (this.#active.baseOffset > offset) {
      this.#active.remove();
      this.#active = new Segment(this.#directory, offset);
      this.#segments[0] = this.#active;
    } else this.#active.truncateTo(offset);
    this.#active.openForAppend();
    this.#sizeOfSealed = sizeOf(this.sealed);
  }

  /** A sealed segment has been compacted. */
  replace(old: Segment, cleaned: Segment): void {
    this.#segments[this.#segments.indexOf(old)] = cleaned;
    this.#sizeOfSealed += cleaned.size - old.size;
  }

  /** The place of the segment that holds an offset. */
  indexOf(offset: number): number {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#segments[middle]!.baseOffset <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #startAt(offset: number): void {
    this.#startOffset = offset;
    this.#onStart(offset);
  }
}

function sizeOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { size }) => sum + size, 0);
}
