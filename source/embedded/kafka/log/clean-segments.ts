import { replacePlain } from '../../paths/plain-directory.ts';
import { readPlain } from '../../paths/plain-file.ts';
import { WireError } from '../bytes/wire-error.ts';
import { batchHeaderBytes, readBatchHeader } from '../records/batch-header.ts';
import { brokerLimits, decodeBatch } from '../records/decode-batch.ts';
import { filterBatch } from '../records/filter-batch.ts';
import type { KafkaRecord } from '../records/record.ts';
import { recoverSegment } from './recover-segment.ts';
import type { Segment } from './segment.ts';

/** What a map of keys may take: some 32 MiB of keys in one pass, as `log.cleaner.dedupe.buffer.size` bounds it. */
const maxKeyBytes = 32 * 1024 * 1024;

export interface CleaningOptions {
  /** Only segments that end at or before this offset, the high watermark. */
  readonly upTo: number;
  /** ms: only segments that hold nothing newer (`min.compaction.lag.ms`). */
  readonly before: number;
  /** ms: the tombstones of older segments go (`delete.retention.ms`). */
  readonly tombstonesBefore: number;
  /** How much of it must not have been compacted yet, 0 to 1 (`min.cleanable.dirty.ratio`). */
  readonly dirtyRatio: number;
}

/** How many segments, from the first on, are to be cleaned by which offsets. */
export interface CleaningPlan {
  readonly count: number;
  /** Key (its bytes as latin1) → the offset of its latest record. */
  readonly latest: ReadonlyMap<string, number>;
  readonly tombstonesBefore: number;
}

/**
 * Looks through the sealed segments that were not compacted up to `cleanedUpTo`, a batch in each step. A plan for none: there is too little to
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

/** The latest offset of each key in these segments, and how many of them could be looked through. */
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
 * Writes a sealed segment anew, a batch in each step, with what compaction keeps: records that no later one of the same key replaces, tombstones while
 * their segment is young, and whatever cannot be read here. In place at once: a crash leaves the old file or the new one.
 * Nothing is written if `isWanted` no longer holds at the end: others may have removed the segment between two steps.
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
