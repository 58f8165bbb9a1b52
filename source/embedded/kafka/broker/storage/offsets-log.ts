import { finish } from '../../../bounds/slices.ts';
import { WireError } from '../../bytes/wire-error.ts';
import type { GroupMemory } from '../../groups/group-memory.ts';
import { GroupStore } from '../../groups/group-store.ts';
import {
  decodeOffsetsChange,
  encodeOffsetsChange,
  type OffsetsChange,
} from '../../groups/offsets-records.ts';
import { KafkaError } from '../../messages/errors.ts';
import { decodeBatch } from '../../records/decode-batch.ts';
import { encodeBatch } from '../../records/encode-batch.ts';
import { storedBatches } from '../../records/split-batches.ts';
import type { Timers } from '../../timers.ts';
import { OffsetsCompaction } from './offsets-compaction.ts';
import type { Partition } from './partition.ts';

const readBytes = 1024 * 1024;
const recordsInBatch = 500;

/**
 * The contents of a `__consumer_offsets` partition, loaded from its records and written to them. `partition` finds the partition; it is
 * opened only when there is something to read or write.
 */
export function openOffsets(
  partition: () => Partition | undefined,
  timers: Timers,
  memory: GroupMemory,
): GroupStore {
  return finish(openOffsetsInSteps(partition, timers, memory));
}

/** The same, a batch of records in each step. `from` is the partition to read, which others need not find yet. */
export function* openOffsetsInSteps(
  partition: () => Partition | undefined,
  timers: Timers,
  memory: GroupMemory,
  from: Partition | undefined = partition(),
): Generator<undefined, GroupStore> {
  const compaction = new OffsetsCompaction((to, changes) => append(to, changes, timers.now()));
  const store = new GroupStore(
    (changes) => {
      const to = partition();
      if (!to) throw new KafkaError('COORDINATOR_NOT_AVAILABLE', 'there is no such offsets partition');
      compaction.step(to, store);
      append(to, changes, timers.now());
    },
    memory,
    partition,
  );
  if (!from || from.endOffset === 0) return store;
  let isRead = false;
  try {
    yield* replay(from, store);
    isRead = true;
    return store;
  } finally {
    if (!isRead) store.close();
  }
}

function append(to: Partition, changes: readonly OffsetsChange[], now: number): void {
  for (let from = 0; from < changes.length; from += recordsInBatch) {
    const records = changes.slice(from, from + recordsInBatch);
    to.appendOwn(encodeBatch(records.map((change) => encodeOffsetsChange(change, now))));
  }
}

function* replay({ log }: Partition, store: GroupStore): Generator<undefined, void> {
  for (let offset = log.startOffset; offset < log.endOffset; ) {
    const data = log.read(offset, readBytes);
    const from = offset;
    for (const { start, header } of storedBatches(data)) {
      for (const record of decodeBatch(data, start).records) {
        if (record.offset < offset) continue;
        const change = known(record);
        if (change) store.apply(change);
      }
      offset = header.lastOffset + 1;
      yield;
    }
    if (offset === from) return;
  }
}

/** An unreadable record does not affect the others. */
function known(record: Parameters<typeof decodeOffsetsChange>[0]): OffsetsChange | undefined {
  try {
    return decodeOffsetsChange(record);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
