import { WireError } from '../bytes/wire-error.ts';
import { batchHeaderBytes, batchSize, currentMagic } from '../records/batch-header.ts';
import { checkBatch } from '../records/split-batches.ts';

/** Bytes of a segment's file, `end` not included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface ScannedSegment {
  /** Whole batches whose offsets grow. */
  readonly sound: readonly ByteRange[];
  readonly damaged: readonly ByteRange[];
  /** The bytes after the last whole batch, if they are the beginning of an unfinished one. */
  readonly torn: ByteRange | undefined;
  /** The offset after the last valid batch; the base offset if there is none. */
  readonly nextOffset: number;
  /** Offsets are missing within it, through compaction or damage. */
  readonly hasGaps: boolean;
}

const magicAt = 16;

/** Scans the bytes of a segment that begins at `baseOffset`; skips bytes that are no batch. */
export function scanSegment(data: Buffer, baseOffset: number): ScannedSegment {
  const sound: ByteRange[] = [];
  const damaged: ByteRange[] = [];
  let torn: ByteRange | undefined;
  let nextOffset = baseOffset;
  let hasGaps = false;
  for (let at = 0; at < data.length; ) {
    const batch = soundBatch(data, at, nextOffset);
    if (batch !== undefined) {
      if (batch.baseOffset > nextOffset) hasGaps = true;
      nextOffset = batch.lastOffset + 1;
      extend(sound, at, batch.end);
      at = batch.end;
      continue;
    }
    if (isTorn(data, at, nextOffset)) {
      torn = { start: at, end: data.length };
      break;
    }
    let next = at + 1;
    while (next < data.length && !(mayBegin(data, next) && soundBatch(data, next, nextOffset))) next++;
    extend(damaged, at, next);
    at = next;
  }
  return { sound, damaged, torn, nextOffset, hasGaps };
}

function soundBatch(
  data: Buffer,
  at: number,
  least: number,
): { readonly baseOffset: number; readonly lastOffset: number; readonly end: number } | undefined {
  try {
    const { header, end } = checkBatch(data, at);
    return header.baseOffset < least ? undefined : { ...header, end };
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

/** A cheap test before the checksum: the magic byte, and a plausible offset and length. */
function mayBegin(data: Buffer, at: number): boolean {
  if (data.length - at < batchHeaderBytes || data[at + magicAt] !== currentMagic) return false;
  if (data.readUInt16BE(at) !== 0) return false;
  const length = data.readInt32BE(at + 8);
  return length > 0 && at + length <= data.length;
}

/** Whether the rest is the beginning of the next batch. */
function isTorn(data: Buffer, at: number, nextOffset: number): boolean {
  const rest = data.subarray(at);
  // No record fits in less than a header.
  if (rest.length < batchHeaderBytes) return true;
  const expected = Buffer.alloc(8);
  expected.writeBigInt64BE(BigInt(nextOffset));
  if (!rest.subarray(0, expected.length).equals(expected) || rest[magicAt] !== currentMagic) return false;
  try {
    return batchSize(rest, 0) > rest.length;
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
}

function extend(ranges: ByteRange[], start: number, end: number): void {
  const last = ranges.at(-1);
  if (last?.end === start) ranges[ranges.length - 1] = { start: last.start, end };
  else ranges.push({ start, end });
}
