import { replacePlain } from '../../paths/plain-directory.ts';
import { readPlain } from '../../paths/plain-file.ts';
import { WireError } from '../bytes/wire-error.ts';
import { batchHeaderBytes, readBatchHeader } from '../records/batch-header.ts';
import { filterBatchInSteps } from '../records/filter-batch.ts';
import { type RecordView, visitRecords } from '../records/visit-records.ts';
import { Segment } from './segment.ts';

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
      yield* readable(
        visitRecords(batch, ({ key, offset }) => {
          if (key === null) return true;
          latest.set(key.toString('latin1'), offset);
          bytes += key.length + 64;
          return true;
        }),
      );
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
  const keeps = ({ key, isTombstone, offset }: RecordView) =>
    key !== null &&
    (latest.get(key.toString('latin1')) ?? offset) <= offset &&
    (!isTombstone || keepTombstones);
  const pieces: Buffer[] = [];
  const cleaned = new Segment(directory, segment.baseOffset);
  let changed = false;
  for (const batch of batchesOf(segment)) {
    const kept = yield* filtered(batch, keeps);
    if (kept !== batch) changed = true;
    if (kept) {
      pieces.push(kept);
      const header = readBatchHeader(kept);
      cleaned.note(header, header.baseOffset);
    }
    yield undefined;
  }
  if (!changed || !isWanted()) return segment;
  replacePlain(segment.file, Buffer.concat(pieces), 0o644, `${segment.file}.cleaned`);
  return cleaned;
}

function* filtered(
  batch: Buffer,
  keeps: (record: RecordView) => boolean,
): Generator<undefined, Buffer | undefined> {
  const opened = yield* readable(filterBatchInSteps(batch, keeps));
  if (!opened) return batch;
  return opened.value?.length === batch.length ? batch : opened.value;
}

/** The result of steps, or undefined for a batch that cannot be read here. */
function* readable<Value>(
  steps: Generator<undefined, Value>,
): Generator<undefined, { readonly value: Value } | undefined> {
  try {
    return { value: yield* steps };
  } catch (error) {
    if (error instanceof WireError) return undefined;
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
