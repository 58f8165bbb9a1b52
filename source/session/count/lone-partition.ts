import type { ClientPartition, MessageCounts } from '../../cluster/model/cluster.ts';
import type { PartitionTally } from '../../lab/model/observations.ts';
import { type Ranges, sizeOf, union } from './offset-ranges.ts';
import { publishedTo, sum } from './partition-sums.ts';

/**
 * One partition of consumers without a group, each of which reads for itself. A message that any of them saw is received, and counts once;
 * each further time is a duplicate. `startOffset`: where the first of them started.
 */
export function countLonePartition(
  partition: number,
  offsets: { readonly startOffset: number; readonly endOffset: number },
  readers: readonly ClientPartition[],
  counts: MessageCounts,
): PartitionTally {
  const messages = sum(readers, (each) => each.messages);
  const distinct = seenByAny(readers);
  return {
    partition,
    ...offsets,
    window: offsets.endOffset - offsets.startOffset,
    received: distinct,
    distinct,
    duplicates: Math.max(0, messages - distinct),
    ...publishedTo(partition, counts),
  };
}

/** At least what one of them saw: a client forgets ranges where there are many. */
function seenByAny(readers: readonly ClientPartition[]): number {
  const united = sizeOf(union(readers.map(rangesOf)));
  return Math.max(united, ...readers.map((each) => each.distinct));
}

/** A client that exports no ranges still tells them where it read without a gap. */
function rangesOf({ messages, distinct, firstOffset, lastOffset, ranges = [] }: ClientPartition): Ranges {
  if (messages === 0) return [];
  const isWhole = ranges.length === 0 && distinct === lastOffset - firstOffset + 1;
  return isWhole ? [[firstOffset, lastOffset]] : ranges;
}
