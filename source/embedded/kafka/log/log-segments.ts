import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { removePlain } from '../../paths/plain-directory.ts';
import { writePlain } from '../../paths/plain-file.ts';
import type { BatchHeader } from '../records/batch-header.ts';
import { compactedFile, readStartOffset, truncatedFile, writeStartOffset } from './log-files.ts';
import { recoverSegment } from './recover-segment.ts';
import { Segment, segmentFile, segmentsIn } from './segment.ts';

export interface SegmentLimits {
  readonly segmentBytes: number;
  /** By record timestamps. */
  readonly segmentMs: number;
  /** Whole old segments are dropped beyond it, never the active one. */
  readonly retentionBytes: number;
}

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
  readonly #segments: Segment[] = [];
  #active: Segment;
  #startOffset: number;
  #sizeOfSealed: number;

  /** Reads what is on disk, and ends at a torn or corrupt batch. `limits` is asked at each append. `onStart` gets each new log start offset, `onBatch` what was found. */
  constructor(
    directory: string,
    limits: () => Partial<SegmentLimits>,
    events: {
      readonly onStart: (offset: number) => void;
      readonly onBatch: (header: BatchHeader) => void;
    },
  ) {
    this.#directory = directory;
    this.#limitsNow = limits;
    this.#onStart = events.onStart;
    this.#startOffset = readStartOffset(directory);
    this.#recover(events.onBatch);
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
    while (this.#segments.length > 1 && this.#sizeOfSealed + segmentBytes > retentionBytes)
      this.removeOldest();
  }

  removeOldest(): void {
    const oldest = this.#segments.shift()!;
    this.#sizeOfSealed -= oldest.size;
    oldest.remove();
    this.#startAt(Math.max(this.#startOffset, this.#segments[0]!.baseOffset));
  }

  /** Advances the log start offset; whole segments before it are removed. */
  deleteBefore(offset: number): void {
    writeStartOffset(this.#directory, offset);
    while (this.#segments.length > 1 && this.#segments[0]!.nextOffset <= offset) this.removeOldest();
    this.#startAt(offset);
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

  #recover(onBatch: (header: BatchHeader) => void): void {
    const gaps = existsSync(path.join(this.#directory, compactedFile));
    let torn = false;
    for (const base of segmentsIn(this.#directory)) {
      const expected = this.#segments.at(-1)?.nextOffset ?? base;
      if (torn || base < expected || (base > expected && !gaps)) {
        removePlain(segmentFile(this.#directory, base));
        torn = true;
        continue;
      }
      const recovered = recoverSegment(this.#directory, base, gaps, onBatch);
      torn = recovered.torn;
      this.#segments.push(recovered.segment);
    }
  }
}

function sizeOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { size }) => sum + size, 0);
}
