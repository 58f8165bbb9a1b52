import { snapshotMemory } from '../../groups/group.ts';
import type { GroupStore } from '../../groups/group-store.ts';
import type { OffsetsChange } from '../../groups/offsets-records.ts';
import type { Partition } from './partition.ts';

// Compact once the log is this long and several times longer than its live contents.
const compactAboveBytes = 4 * 1024 * 1024;
const compactAboveFactor = 4;

/** What one step appends, at least: records, or bytes of what the store holds. */
const recordsInStep = 500;
const bytesInStep = 512 * 1024;

interface Run {
  /** The first record that is kept. */
  readonly start: number;
  readonly pending: Iterator<OffsetsChange>;
  keptBytes: number;
  /** Where the log ended once all was appended. */
  end: number | undefined;
}

/**
 * Keeps the log of a `__consumer_offsets` partition short: appends all that the store holds, then drops everything before. Its contents may
 * be megabytes, so that a part of them is appended before each write.
 */
export class OffsetsCompaction {
  readonly #append: (to: Partition, changes: readonly OffsetsChange[]) => void;
  #compactAbove = compactAboveBytes;
  #run: Run | undefined;

  constructor(append: (to: Partition, changes: readonly OffsetsChange[]) => void) {
    this.#append = append;
  }

  /** Call before a write: what the store holds must not come after it in the log. */
  step(log: Partition, store: GroupStore): void {
    if (!this.#run && log.size > this.#compactAbove)
      this.#run = {
        start: log.endOffset,
        pending: [...store.contents()].values(),
        keptBytes: 0,
        end: undefined,
      };
    const run = this.#run;
    if (!run) return;
    // A run whose append fails is over: what it took from its list would be lost.
    this.#run = undefined;
    const changes: OffsetsChange[] = [];
    let bytes = 0;
    let done = run.end !== undefined;
    while (!done && changes.length < recordsInStep && bytes < bytesInStep) {
      const next = run.pending.next();
      if (next.done) done = true;
      else {
        const change = asOfNow(next.value, store);
        if (!change) continue;
        changes.push(change);
        bytes += sizeOf(change);
      }
    }
    const before = log.size;
    if (changes.length > 0) this.#append(log, changes);
    run.keptBytes += log.size - before;
    if (done) run.end ??= log.endOffset;
    // An in-sync replica that lacks the copies may lead next: it needs the originals.
    if (run.end === undefined || log.highWatermark < run.end) {
      this.#run = run;
      return;
    }
    log.log.deleteRecordsBefore(run.start);
    this.#compactAbove = Math.max(compactAboveBytes, compactAboveFactor * run.keptBytes);
  }
}

/** Undefined: it is gone, which a record after the start of the run says. */
function asOfNow(change: OffsetsChange, store: GroupStore): OffsetsChange | undefined {
  if (change.kind === 'group') {
    const snapshot = store.groups.get(change.groupId);
    return snapshot && { ...change, snapshot };
  }
  const committed = store.committed(change.groupId, change.topic, change.partition);
  return committed && { ...change, committed };
}

function sizeOf(change: OffsetsChange): number {
  if (change.kind === 'offset') return change.committed?.metadata.length ?? 0;
  return change.snapshot ? snapshotMemory(change.snapshot) : 0;
}
