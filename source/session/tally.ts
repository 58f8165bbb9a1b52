import type { ClientMetrics, MessageCounts } from '../cluster/cluster.ts';
import type { PartitionTally, TallySeen } from '../lab/observations.ts';

/**
 * What has to be remembered from one count to the next. Plain data: counting is a pure function of the counts and this.
 * Keys of `starts` name a consumer's run: pod and start time.
 */
export interface TallyMemory {
  readonly starts: Readonly<Record<string, readonly number[]>>;
  /** End offsets at the last look. */
  readonly endOffsets: readonly number[];
  /** What stood at the last look, and since when it has (ms since the epoch), over how many looks. */
  readonly standing: { readonly counts: string; readonly since: number; readonly looks: number };
}

export const emptyMemory: TallyMemory = {
  starts: {},
  endOffsets: [],
  standing: { counts: '', since: 0, looks: 0 },
};

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
 * start position; received is the consumer's own tally; the share is received by window. `producerStopped` says that the
 * producer's Deployment asks for no replica.
 */
export function countTally(
  counts: MessageCounts,
  memory: TallyMemory,
  producerStopped: boolean,
): { readonly tally: TallySeen; readonly memory: TallyMemory } {
  const consumers = currentConsumers(counts.consumers);
  const starts = rememberStarts(consumers, counts, memory);
  const partitions = counts.endOffsets.map((endOffset, partition) =>
    countPartition(partition, endOffset, consumers, starts, counts),
  );
  const window = sum(partitions, (each) => each.window);
  const received = sum(partitions, (each) => each.received);
  const standing = stand(counts, partitions, memory);
  const settled =
    producerStopped &&
    counts.producers.length === 0 &&
    standing.looks >= 2 &&
    counts.at - standing.since >= stillForMs;
  const consumer = consumers.length === 0 ? 'none' : kindOfRole(consumers[0]!.role);
  return {
    tally: { consumer, partitions, window, received, share: window === 0 ? 0 : received / window, settled },
    memory: { starts, endOffsets: counts.endOffsets, standing },
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

/**
 * Where each consumer started, by partition: what it says itself. For a partition that it says nothing about: a group starts
 * at the oldest message, so that a partition nobody reads is missing as a whole; the partition-0 consumer at the newest, which
 * is where that partition ended at the look before the consumer was first seen (0 for a topic that did not exist then).
 */
function rememberStarts(
  consumers: readonly ClientMetrics[],
  counts: MessageCounts,
  memory: TallyMemory,
): Record<string, readonly number[]> {
  const starts: Record<string, readonly number[]> = {};
  for (const consumer of consumers) {
    const oldest = kindOfRole(consumer.role) === 'group';
    const known = oldest ? [] : (memory.starts[runOf(consumer)] ?? memory.endOffsets);
    starts[runOf(consumer)] = counts.endOffsets.map((end, partition) => {
      const own = consumer.partitions.find((each) => each.partition === partition)?.startOffset ?? -1;
      return Math.min(end, own >= 0 ? own : (known[partition] ?? 0));
    });
  }
  return starts;
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
  const published = counts.producers.flatMap((producer) =>
    producer.partitions.filter((each) => each.partition === partition),
  );
  const owner = counts.owners[partition];
  return {
    partition,
    endOffset,
    startOffset,
    window: endOffset - startOffset,
    received: sum(own, (each) => each.messages),
    distinct: sum(own, (each) => each.distinct),
    duplicates: sum(own, (each) => each.duplicates),
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
