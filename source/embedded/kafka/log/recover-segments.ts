import * as fs from 'node:fs';
import * as path from 'node:path';
import { removePlain } from '../../paths/plain-directory.ts';
import { openPlain } from '../../paths/plain-file.ts';
import { WireError } from '../bytes/wire-error.ts';
import { type BatchHeader, batchHeaderBytes, readBatchHeader } from '../records/batch-header.ts';
import { checkBatchInSteps } from '../records/split-batches.ts';
import { compactedFile } from './log-files.ts';
import { Segment, segmentFile, segmentsIn } from './segment.ts';

/** How much is read and checked in one step: 1 ms of work, or up to 8 ms if the batches are tiny. A larger batch takes more steps. */
const windowBytes = 256 * 1024;

/** Reads the segments of a log from disk, in steps, up to the first batch that is torn or corrupt. Removes the segments after it. */
export function* recoverSegments(
  directory: string,
  onBatch: (header: BatchHeader) => void,
): Generator<undefined, Segment[]> {
  const segments: Segment[] = [];
  const gaps = fs.existsSync(path.join(directory, compactedFile));
  let torn = false;
  for (const base of segmentsIn(directory)) {
    const expected = segments.at(-1)?.nextOffset ?? base;
    if (torn || base < expected || (base > expected && !gaps)) {
      removePlain(segmentFile(directory, base));
      torn = true;
      continue;
    }
    const recovered = yield* recoverSegment(directory, base, gaps, onBatch);
    torn = recovered.torn;
    segments.push(recovered.segment);
  }
  return segments;
}

/**
 * Reads a segment from disk and checks every batch up to the first that is torn or whose offset does not follow (with `gaps`, as
 * compaction leaves them, offsets need only grow). Whatever comes after is not part of the returned segment's `size`; `torn` says whether
 * there was any.
 */
function* recoverSegment(
  directory: string,
  baseOffset: number,
  gaps: boolean,
  onBatch: (header: BatchHeader) => void,
): Generator<undefined, { readonly segment: Segment; readonly torn: boolean }> {
  const segment = new Segment(directory, baseOffset);
  const fd = openPlain(segment.file, 'read');
  try {
    const size = fs.fstatSync(fd).size;
    while (segment.size < size && (yield* takeBatches(fd, segment, size, gaps, onBatch))) yield;
    return { segment, torn: segment.size < size };
  } finally {
    fs.closeSync(fd);
  }
}

/** Consumes the batches of one window; false if it has no whole batch. */
function* takeBatches(
  fd: number,
  segment: Segment,
  size: number,
  gaps: boolean,
  onBatch: (header: BatchHeader) => void,
): Generator<undefined, boolean> {
  const start = segment.size;
  let window = readAt(fd, start, Math.min(windowBytes, size - start));
  try {
    const first = readBatchHeader(window);
    if (first.sizeInBytes > size - start) return false;
    if (first.sizeInBytes > window.length) window = readAt(fd, start, first.sizeInBytes);
    for (let at = 0; window.length - at >= batchHeaderBytes; ) {
      const end = at + readBatchHeader(window, at).sizeInBytes;
      if (end > window.length) break;
      const { header } = yield* checkBatchInSteps(window, at);
      if (header.baseOffset < segment.nextOffset) return false;
      if (header.baseOffset > segment.nextOffset && !gaps) return false;
      segment.note(header, header.baseOffset);
      onBatch(header);
      at = end;
    }
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
  return segment.size > start;
}

function readAt(fd: number, position: number, length: number): Buffer {
  const data = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const count = fs.readSync(fd, data, read, length - read, position + read);
    if (count === 0) break;
    read += count;
  }
  return data.subarray(0, read);
}
