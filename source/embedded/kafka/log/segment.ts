import * as fs from 'node:fs';
import * as path from 'node:path';
import { namesInPlain, removePlain } from '../../paths/plain-directory.ts';
import { openPlain } from '../../paths/plain-file.ts';
import {
  type BatchHeader,
  batchHeaderBytes,
  batchLastOffset,
  batchMaxTimestamp,
  batchSize,
} from '../records/batch-header.ts';
import { stepBytes } from '../records/crc32c.ts';
import { SparseIndex } from './sparse-index.ts';
import { TailCache } from './tail-cache.ts';

const tailCacheBytes = 256 * 1024;
const scanBytes = 8192;
const suffix = '.log';

/** `00000000000000000042.log` */
export function segmentName(baseOffset: number): string {
  return `${String(baseOffset).padStart(20, '0')}${suffix}`;
}

export function segmentFile(directory: string, baseOffset: number): string {
  return path.join(directory, segmentName(baseOffset));
}

/** The base offsets of the segments in a directory, ascending. */
export function segmentsIn(directory: string): number[] {
  return namesInPlain(directory)
    .filter((name) => /^\d{20}\.log$/.test(name))
    .map((name) => Number(name.slice(0, -suffix.length)))
    .filter(Number.isSafeInteger)
    .sort((left, right) => left - right);
}

/**
 * One file of a log: consecutive whole record batches, named by the offset of the first. Only the active segment keeps its file open.
 * Positions are bytes from the start of the file.
 */
export class Segment {
  readonly baseOffset: number;
  readonly file: string;
  #size = 0;
  #nextOffset: number;
  #firstTimestamp = -1;
  #maxTimestamp = -1;
  readonly #index = new SparseIndex();
  #fd: number | undefined;
  #tail: TailCache | undefined;
  #isWriting = false;

  constructor(directory: string, baseOffset: number) {
    this.baseOffset = baseOffset;
    this.file = segmentFile(directory, baseOffset);
    this.#nextOffset = baseOffset;
  }

  /** Bytes. */
  get size(): number {
    return this.#size;
  }

  get nextOffset(): number {
    return this.#nextOffset;
  }

  /** ms; −1 for an empty segment. */
  get maxTimestamp(): number {
    return this.#maxTimestamp;
  }

  /** ms: the time of the first batch; −1 for an empty segment. */
  get firstTimestamp(): number {
    return this.#firstTimestamp;
  }

  /** ms since the epoch: of the newest record, or of the last write if its records have no time. */
  get newestTime(): number {
    return this.#maxTimestamp >= 0 ? this.#maxTimestamp : fs.statSync(this.file).mtimeMs;
  }

  /** Accounts for a batch that is, or is about to be, at the end of the file. */
  note(header: Pick<BatchHeader, 'lastOffset' | 'maxTimestamp' | 'sizeInBytes'>, baseOffset: number): void {
    this.#index.add(baseOffset, this.#size, this.#maxTimestamp);
    if (this.#size === 0) this.#firstTimestamp = header.maxTimestamp;
    this.#size += header.sizeInBytes;
    this.#nextOffset = header.lastOffset + 1;
    if (header.maxTimestamp > this.#maxTimestamp) this.#maxTimestamp = header.maxTimestamp;
  }

  /** Opens the file for appending at `size` and truncates the rest. */
  openForAppend(): void {
    this.#fd = openPlain(this.file, 'update', 0o644);
    fs.ftruncateSync(this.#fd, this.#size);
    this.#tail?.empty();
    this.#tail = new TailCache(tailCacheBytes, this.#size);
  }

  /**
   * Writes batches at the end, in steps; call `note` for each afterwards. One write at a time. The file is unchanged if the write fails,
   * or is given up between two steps, or the segment is sealed there.
   */
  *write(data: Buffer): Generator<undefined, void> {
    this.#isWriting = true;
    let isWhole = false;
    try {
      for (let written = 0; written < data.length; ) {
        if (written > 0) yield;
        const fd = this.#fd;
        if (fd === undefined) throw new Error(`segment \`${this.file}\` is not open for appending`);
        const some = Math.min(stepBytes, data.length - written);
        written += fs.writeSync(fd, data, written, some, this.#size + written);
      }
      isWhole = true;
    } finally {
      this.#isWriting = false;
      if (!isWhole && this.#fd !== undefined) fs.ftruncateSync(this.#fd, this.#size);
    }
    this.#tail?.append(data);
  }

  /** A write has begun and not ended. */
  get isWriting(): boolean {
    return this.#isWriting;
  }

  /** Stops appending; reads still work. */
  seal(): void {
    if (this.#fd !== undefined) {
      // What a write left half done is no batch.
      if (this.#isWriting) fs.ftruncateSync(this.#fd, this.#size);
      fs.closeSync(this.#fd);
    }
    this.#fd = undefined;
    this.#tail?.empty();
    this.#tail = undefined;
  }

  /** Drops the batches from `offset` on, which is where one begins or the segment ends. The segment is sealed afterwards. */
  truncateTo(offset: number): void {
    const position = this.positionOf(offset);
    this.seal();
    const fd = openPlain(this.file, 'update', 0o644);
    try {
      fs.ftruncateSync(fd, position);
    } finally {
      fs.closeSync(fd);
    }
    this.#size = position;
    this.#nextOffset = offset;
    if (position === 0) this.#firstTimestamp = -1;
    const last = this.#index.truncateTo(position);
    this.#maxTimestamp = last.timestampBefore;
    this.#walk(last.position, (view, at) => {
      this.#maxTimestamp = Math.max(this.#maxTimestamp, batchMaxTimestamp(view, at));
      return false;
    });
  }

  remove(): void {
    this.seal();
    removePlain(this.file);
    this.#size = 0;
  }

  /**
   * A copy of whole batches from the one that contains `offset`, of at most `maxBytes` and only below `upTo`; with `minOneBatch` at least
   * one, however large.
   */
  read(offset: number, maxBytes: number, minOneBatch: boolean, upTo: number): Buffer {
    const position = this.positionOf(offset);
    if (position >= this.#size) return Buffer.alloc(0);
    const view = this.#view(position, Math.min(maxBytes, this.#size - position));
    let end = 0;
    while (view.length - end >= batchHeaderBytes && batchLastOffset(view, end) < upTo) {
      const next = end + batchSize(view, end);
      if (next > view.length) break;
      end = next;
    }
    if (end > 0) return this.#own(view.subarray(0, end));
    if (!minOneBatch) return Buffer.alloc(0);
    const header = this.#view(position, batchHeaderBytes);
    if (batchLastOffset(header, 0) >= upTo) return Buffer.alloc(0);
    return this.#own(this.#view(position, batchSize(header, 0)));
  }

  /** Bytes read from the file are ours; the cache's bytes change with the next append. */
  #own(view: Buffer): Buffer {
    return this.#tail?.holds(view) ? Buffer.from(view) : view;
  }

  /** The position of the first batch whose last offset is at least `offset`; `size` if there is none. */
  positionOf(offset: number): number {
    return this.#walk(this.#index.floorOfOffset(offset), (view, at) => batchLastOffset(view, at) >= offset);
  }

  /**
   * Looks through some batches from `offset` on for the first with a timestamp of at least `timestamp`: a copy of it, and the offset to
   * look from for more.
   */
  lookForTimestamp(timestamp: number, offset: number): { readonly batch?: Buffer; readonly next: number } {
    const from = Math.max(this.#index.floorOfTimestamp(timestamp), this.#index.floorOfOffset(offset));
    let left = stepBytes;
    let next = this.#nextOffset;
    let isFound = false;
    const position = this.#walk(from, (view, at) => {
      left -= batchSize(view, at);
      const last = batchLastOffset(view, at);
      if (last < offset) return false;
      isFound = batchMaxTimestamp(view, at) >= timestamp;
      if (!isFound && left > 0) return false;
      next = last + 1;
      return true;
    });
    if (!isFound) return { next };
    return {
      batch: Buffer.from(this.#view(position, batchSize(this.#view(position, batchHeaderBytes), 0))),
      next,
    };
  }

  #walk(from: number, found: (view: Buffer, at: number) => boolean): number {
    let position = from;
    while (position < this.#size) {
      const view = this.#view(position, Math.min(scanBytes, this.#size - position));
      let at = 0;
      while (view.length - at >= batchHeaderBytes) {
        if (found(view, at)) return position + at;
        at += batchSize(view, at);
      }
      position += at;
    }
    return this.#size;
  }

  #view(position: number, length: number): Buffer {
    const cached = this.#tail?.view(position, length);
    if (cached) return cached;
    const data = Buffer.allocUnsafe(length);
    const fd = this.#fd ?? openPlain(this.file, 'read');
    try {
      for (let read = 0; read < length; ) {
        const count = fs.readSync(fd, data, read, length - read, position + read);
        if (count === 0)
          throw new Error(`segment \`${this.file}\` ends at ${position + read}, before ${this.#size}`);
        read += count;
      }
    } finally {
      if (this.#fd === undefined) fs.closeSync(fd);
    }
    return data;
  }
}
