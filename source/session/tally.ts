import type { ClientMetrics, ClientPartition, MessageCounts } from '../cluster/model/cluster.ts';
import type { PartitionTally, TallySeen } from '../lab/observations.ts';
import { gapsOf, type Ranges, sizeOf, unite } from './coverage.ts';

/**
 * What has to be remembered from one count to the next. Plain data: counting is a pure function of the counts and this.
 * Keys of `starts` name a consumer's run: pod and start time.
 */
export interface TallyMemory {
  readonly starts: Readonly<Record<string, readonly number[]>>;
  /** End offsets at the last look. */
  readonly endOffsets: readonly number[];
  /** Members of the group that are gone, as they were last seen: what they read is read. */
  readonly gone: readonly ClientMetrics[];
  /** The members that were there at the last look. */
  readonly present: readonly ClientMetrics[];
  /** What stood at the last look, and since when it has (ms since the epoch), over how many looks. */
  readonly standing: { readonly counts: string; readonly since: number; readonly looks: number };
}

export const emptyMemory: TallyMemory = {
  starts: {},
  endOffsets: [],
  gone: [],
  present: [],
  standing: { counts: '', since: 0, looks: 0 },
};

/** Of a group whose members come and go without end, the latest are remembered. */
const maxGone = 100;

/** Nothing is in flight once every count has stood still for so long, over two looks or more. */
const stillForMs = 400;

export const emptyTally: TallySeen = {
  consumer: 'none',
  partitions: [],
  window: 0,
  received: 0,
  share: 0,
  settled: false,
};

/**
 * The share of messages received. Per partition, the window is the end offset now minus the end offset at the consumer's
 * start position; received is the consumer's own tally; the share is received by window. Of a group, all members count
 * together, those that are gone too; what a rebalance delivered a second time is a duplicate, and counts once in the share.
 * `producerStopped` says that the producer's Deployment asks for no replica.
 */
export function countTally(
  counts: MessageCounts,
  memory: TallyMemory,
  producerStopped: boolean,
): {
  readonly tally: TallySeen;
  readonly memory: TallyMemory;
  readonly covered: readonly Ranges[] | undefined;
} {
  const consumers = currentConsumers(counts.consumers);
  const consumer = consumers.length === 0 ? 'none' : kindOfRole(consumers[0]!.role);
  const gone = rememberGone(consumer, consumers, counts, memory);
  const starts = rememberStarts(consumers, counts, memory);
  const partitions = counts.endOffsets.map((endOffset, partition) =>
    consumer === 'group'
      ? countGroupPartition(partition, endOffset, consumers, gone, counts)
      : countPartition(partition, endOffset, consumers, starts, counts),
  );
  const window = sum(partitions, (each) => each.window);
  const received = sum(partitions, (each) => each.received);
  const once = received - sum(partitions, (each) => each.redelivered ?? 0);
  const standing = stand(counts, partitions, memory);
  const settled =
    producerStopped &&
    counts.producers.length === 0 &&
    standing.looks >= 2 &&
    counts.at - standing.since >= stillForMs;
  const { members, committed } = counts;
  const readers = [...gone, ...consumers];
  return {
    covered:
      consumer === 'group'
        ? counts.endOffsets.map((_, partition) => coveredBy(readers, gone, partition))
        : undefined,
    tally: {
      consumer,
      partitions,
      window,
      received,
      share: window === 0 ? 0 : once / window,
      settled,
      ...(members === undefined ? {} : { members }),
      readers: consumers.map(({ pod, startedAt, partitions: read }) => ({
        pod,
        startedAt,
        partitions: read,
      })),
      ...(committed === undefined ? {} : { committed }),
    },
    memory: {
      starts,
      endOffsets: counts.endOffsets,
      gone,
      present: consumer === 'group' ? consumers : [],
      standing,
    },
  };
}

/** What a consumer's role says about it, as its metrics name it (`partition`, `group`) or as clients.yml does (`consumer`, …). */
export function kindOfRole(role: string): 'partition' | 'group' {
  return role === 'partition' || role === 'consumer' ? 'partition' : 'group';
}

/** The consumers that run now: where an old pod still answers while the new one starts, those of the newest one's role. */
function currentConsumers(consumers: readonly ClientMetrics[]): ClientMetrics[] {
  const newest = consumers.reduce<ClientMetrics | undefined>(
    (latest, each) => (latest === undefined || each.startedAt > latest.startedAt ? each : latest),
    undefined,
  );
  return consumers.filter((each) => each.role === newest?.role);
}

function runOf(client: ClientMetrics): string {
  return `${client.pod}@${client.startedAt}`;
}

/** A group goes on where it was when its members are replaced; a partition consumer begins anew, and so does a new topic. */
function rememberGone(
  consumer: TallySeen['consumer'],
  consumers: readonly ClientMetrics[],
  counts: MessageCounts,
  memory: TallyMemory,
): readonly ClientMetrics[] {
  const isNewTopic = counts.endOffsets.some((end, partition) => end < (memory.endOffsets[partition] ?? 0));
  if (consumer === 'partition' || isNewTopic || counts.endOffsets.length === 0) return [];
  const here = new Set(consumers.map(runOf));
  const known = new Map([...memory.gone, ...memory.present].map((each) => [runOf(each), each]));
  return [...known.values()].filter((each) => !here.has(runOf(each))).slice(-maxGone);
}

/**
 * Where each consumer started, by partition: what it says itself, and for a partition that it says nothing about the newest
 * message, which is where that partition ended at the look before the consumer was first seen (0 for a topic that did not
 * exist then).
 */
function rememberStarts(
  consumers: readonly ClientMetrics[],
  counts: MessageCounts,
  memory: TallyMemory,
): Record<string, readonly number[]> {
  const starts: Record<string, readonly number[]> = {};
  for (const consumer of consumers) {
    const known = memory.starts[runOf(consumer)] ?? memory.endOffsets;
    starts[runOf(consumer)] = counts.endOffsets.map((end, partition) => {
      const own = consumer.partitions.find((each) => each.partition === partition)?.startOffset ?? -1;
      return Math.min(end, own >= 0 ? own : (known[partition] ?? 0));
    });
  }
  return starts;
}

/**
 * One partition of a group. It starts where the first of its readers did, or at the oldest message, so that a partition nobody
 * reads is missing as a whole.
 */
function countGroupPartition(
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
 * How many offsets the readers of a partition saw, and how many of them again after a rebalance. A member that is gone has read
 * more than it was last seen to have: all up to where the next one took over, at the offset that it had committed.
 */
function coverOf(
  readers: readonly ClientPartition[],
  past: readonly ClientPartition[],
): { readonly distinct: number; readonly redelivered: number; readonly committedByGone: number } {
  const again = sum(readers, (each) => each.redelivered ?? 0);
  const ranges = readers.map((each) => (each.messages === 0 ? [] : each.ranges));
  if (!ranges.every((each) => each !== undefined))
    return { distinct: sum(readers, (each) => each.distinct), redelivered: again, committedByGone: 0 };
  const united = unite(ranges);
  const committed = committedGaps(united, past);
  const distinct = sizeOf(united);
  const total = sum(ranges, sizeOf);
  return { distinct, redelivered: again + total - distinct, committedByGone: sizeOf(committed) };
}

/** Which offsets of a partition the group has read. */
function coveredBy(
  clients: readonly ClientMetrics[],
  gone: readonly ClientMetrics[],
  partition: number,
): Ranges {
  const of = (some: readonly ClientMetrics[]): ClientPartition[] =>
    some.flatMap((client) => client.partitions.filter((each) => each.partition === partition));
  const united = unite(of(clients).map((each) => each.ranges ?? []));
  return unite([united, committedGaps(united, of(gone))]);
}

/** What members that are gone must have read after they were last seen: up to the commit at which another went on. */
function committedGaps(united: Ranges, past: readonly ClientPartition[]): Ranges {
  const lastSeen = new Set(
    past.map((each) => (each.messages === 0 ? each.startOffset : (each.ranges?.at(-1)?.[1] ?? -1) + 1)),
  );
  return gapsOf(united).filter(([first]) => lastSeen.has(first));
}

function countPartition(
  partition: number,
  endOffset: number,
  consumers: readonly ClientMetrics[],
  starts: Readonly<Record<string, readonly number[]>>,
  counts: MessageCounts,
): PartitionTally {
  const own = consumers.flatMap((consumer) =>
    consumer.partitions.filter((each) => each.partition === partition),
  );
  const startOffset = consumers.reduce(
    (first, consumer) => Math.min(first, starts[runOf(consumer)]?.[partition] ?? 0),
    endOffset,
  );
  return {
    partition,
    endOffset,
    startOffset,
    window: endOffset - startOffset,
    received: sum(own, (each) => each.messages),
    distinct: sum(own, (each) => each.distinct),
    duplicates: sum(own, (each) => each.duplicates),
    ...publishedTo(partition, counts),
  };
}

function publishedTo(partition: number, counts: MessageCounts): Pick<PartitionTally, 'published' | 'owner'> {
  const published = counts.producers.flatMap((producer) =>
    producer.partitions.filter((each) => each.partition === partition),
  );
  const owner = counts.owners[partition];
  return {
    ...(published.length === 0 ? {} : { published: sum(published, (each) => each.messages) }),
    ...(owner === undefined ? {} : { owner }),
  };
}

function stand(
  counts: MessageCounts,
  partitions: readonly PartitionTally[],
  memory: TallyMemory,
): TallyMemory['standing'] {
  const now = JSON.stringify(partitions.map((each) => [each.startOffset, each.endOffset, each.received]));
  const { standing } = memory;
  return standing.counts === now
    ? { ...standing, looks: standing.looks + 1 }
    : { counts: now, since: counts.at, looks: 1 };
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
