import { replacePlain } from '../../paths/plain-directory.ts';
import { readPlain } from '../../paths/plain-file.ts';
import { WireError } from '../bytes/wire-error.ts';
import { batchHeaderBytes, readBatchHeader } from '../records/batch-header.ts';
import { brokerLimits, decodeBatch } from '../records/decode-batch.ts';
import { filterBatch } from '../records/filter-batch.ts';
import type { KafkaRecord } from '../records/record.ts';
import { recoverSegment } from './recover-segment.ts';
import type { Segment } from './segment.ts';

/** Bounds the key map: some 32 MiB of keys in one pass, like `log.cleaner.dedupe.buffer.size`. */
const maxKeyBytes = 32 * 1024 * 1024;

export interface CleaningOptions {
  /** Only segments that end at or before this offset, the high watermark. */
  readonly upTo: number;
  /** ms: only segments that hold nothing newer (`min.compaction.lag.ms`). */
  readonly before: number;
  /** ms: tombstones in older segments are dropped (`delete.retention.ms`). */
  readonly tombstonesBefore: number;
  /** The minimum uncompacted share, 0 to 1 (`min.cleanable.dirty.ratio`). */
  readonly dirtyRatio: number;
}

/** How many segments, from the first on, to clean, and by which offsets. */
export interface CleaningPlan {
  readonly count: number;
  /** Key (its bytes as latin1) → the offset of its latest record. */
  readonly latest: ReadonlyMap<string, number>;
  readonly tombstonesBefore: number;
}

/**
 * Scans the sealed segments not compacted up to `cleanedUpTo`, a batch in each step. Returns an empty plan if there is too little to
 * gain.
 */
export function* planCleaning(
  sealed: readonly Segment[],
  cleanedUpTo: number,
  { upTo, before, tombstonesBefore, dirtyRatio }: CleaningOptions,
): Generator<undefined, CleaningPlan> {
  const blocked = sealed.findIndex(
    (segment) => segment.nextOffset > upTo || (segment.size > 0 && segment.newestTime >= before),
  );
  const candidates = blocked === -1 ? sealed : sealed.slice(0, blocked);
  const dirty = candidates.filter(({ baseOffset }) => baseOffset >= cleanedUpTo);
  const bytes = (segments: readonly Segment[]) => segments.reduce((sum, { size }) => sum + size, 0);
  if (bytes(dirty) === 0 || bytes(dirty) < dirtyRatio * bytes(candidates))
    return { count: 0, latest: new Map(), tombstonesBefore };
  const { latest, seen } = yield* latestOffsets(dirty);
  return { count: candidates.length - dirty.length + seen, latest, tombstonesBefore };
}

/** The latest offset of each key in these segments, and how many segments fit the map. */
function* latestOffsets(
  segments: readonly Segment[],
): Generator<undefined, { latest: Map<string, number>; seen: number }> {
  const latest = new Map<string, number>();
  let bytes = 0;
  let seen = 0;
  for (const segment of segments) {
    for (const batch of batchesOf(segment)) {
      for (const { key, offset } of recordsOf(batch)) {
        if (key === null) continue;
        latest.set(key.toString('latin1'), offset);
        bytes += key.length + 64;
      }
      yield undefined;
    }
    seen++;
    if (bytes > maxKeyBytes) break;
  }
  return { latest, seen };
}

/**
 * Rewrites a sealed segment, a batch in each step, with what compaction keeps: the latest record of each key, tombstones while their
 * segment is young, and whatever cannot be read here. Replaces the file atomically: a crash leaves the old file or the new one. Writes
 * nothing if `isWanted` no longer holds at the end, since others may have removed the segment meanwhile.
 */
export function* cleanSegment(
  directory: string,
  segment: Segment,
  { latest, tombstonesBefore }: CleaningPlan,
  isWanted: () => boolean,
): Generator<undefined, Segment> {
  if (segment.size === 0) return segment;
  const keepTombstones = segment.newestTime >= tombstonesBefore;
  const keeps = ({ key, value, offset }: KafkaRecord) =>
    key !== null &&
    (latest.get(key.toString('latin1')) ?? offset) <= offset &&
    (value !== null || keepTombstones);
  const pieces: Buffer[] = [];
  let changed = false;
  for (const batch of batchesOf(segment)) {
    const kept = filtered(batch, keeps);
    if (kept !== batch) changed = true;
    if (kept) pieces.push(kept);
    yield undefined;
  }
  if (!changed || !isWanted()) return segment;
  replacePlain(segment.file, Buffer.concat(pieces), 0o644, `${segment.file}.cleaned`);
  return recoverSegment(directory, segment.baseOffset, true, () => {}).segment;
}

function filtered(batch: Buffer, keeps: (record: KafkaRecord) => boolean): Buffer | undefined {
  try {
    const kept = filterBatch(batch, 0, keeps);
    return kept?.length === batch.length ? batch : kept;
  } catch (error) {
    if (error instanceof WireError) return batch;
    throw error;
  }
}

function recordsOf(batch: Buffer): readonly KafkaRecord[] {
  try {
    return decodeBatch(batch, 0, brokerLimits).records;
  } catch (error) {
    if (error instanceof WireError) return [];
    throw error;
  }
}

function* batchesOf(segment: Segment): Iterable<Buffer> {
  if (segment.size === 0) return;
  const data = readPlain(segment.file, segment.size);
  for (let at = 0; data.length - at >= batchHeaderBytes; ) {
    const { sizeInBytes } = readBatchHeader(data, at);
    yield data.subarray(at, at + sizeInBytes);
    at += sizeInBytes;
  }
}
