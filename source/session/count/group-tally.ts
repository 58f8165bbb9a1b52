import type { ClientMetrics, ClientPartition, MessageCounts } from '../../cluster/model/cluster.ts';
import type { PartitionTally } from '../../lab/model/observations.ts';
import { gapsOf, type Ranges, sizeOf, union } from './offset-ranges.ts';
import { publishedTo, sum } from './partition-sums.ts';

/**
 * One partition of a group. It starts where its first reader did, or at the oldest message, so that a partition without a
 * reader counts as entirely unread.
 */
export function countGroupPartition(
  partition: number,
  endOffset: number,
  consumers: readonly ClientMetrics[],
  gone: readonly ClientMetrics[],
  counts: MessageCounts,
): PartitionTally {
  const of = (clients: readonly ClientMetrics[]): ClientPartition[] =>
    clients.flatMap((client) => client.partitions.filter((each) => each.partition === partition));
  const past = of(gone);
  const readers = [...past, ...of(consumers)];
  const starts = readers.map((each) => each.startOffset).filter((start) => start >= 0);
  const startOffset = starts.length === 0 ? 0 : Math.min(endOffset, ...starts);
  const seen = { messages: sum(readers, (each) => each.messages), ...coverOf(readers, past) };
  const received = seen.messages + seen.committedByGone;
  return {
    partition,
    endOffset,
    startOffset,
    window: endOffset - startOffset,
    received,
    distinct: seen.distinct + seen.committedByGone,
    duplicates: seen.messages - seen.distinct,
    redelivered: seen.redelivered,
    ...publishedTo(partition, counts),
  };
}

/**
 * How many offsets the readers of a partition saw, and how many of them again after a rebalance. A former member has read
 * more than its last sample shows: everything up to its committed offset, where the next member took over.
 */
function coverOf(
  readers: readonly ClientPartition[],
  past: readonly ClientPartition[],
): { readonly distinct: number; readonly redelivered: number; readonly committedByGone: number } {
  const again = sum(readers, (each) => each.redelivered ?? 0);
  const ranges = readers.map((each) => (each.messages === 0 ? [] : each.ranges));
  if (!ranges.every((each) => each !== undefined))
    return { distinct: sum(readers, (each) => each.distinct), redelivered: again, committedByGone: 0 };
  const united = union(ranges);
  const committed = committedGaps(united, past);
  const distinct = sizeOf(united);
  const total = sum(ranges, sizeOf);
  return { distinct, redelivered: again + total - distinct, committedByGone: sizeOf(committed) };
}

/** Which offsets of a partition the group has read. */
export function coveredBy(
  clients: readonly ClientMetrics[],
  gone: readonly ClientMetrics[],
  partition: number,
): Ranges {
  const of = (some: readonly ClientMetrics[]): ClientPartition[] =>
    some.flatMap((client) => client.partitions.filter((each) => each.partition === partition));
  const united = union(of(clients).map((each) => each.ranges ?? []));
  return union([united, committedGaps(united, of(gone))]);
}

/** What former members must have read after their last sample: up to the committed offset at which another member continued. */
function committedGaps(united: Ranges, past: readonly ClientPartition[]): Ranges {
  const lastSeen = new Set(
    past.map((each) => (each.messages === 0 ? each.startOffset : (each.ranges?.at(-1)?.[1] ?? -1) + 1)),
  );
  return gapsOf(united).filter(([first]) => lastSeen.has(first));
}
