import type { ClientMetrics, MessageCounts } from '../../cluster/model/cluster.ts';
import type { PartitionTally, TallySeen } from '../../lab/model/observations.ts';
import { countGroupPartition, coveredBy } from './group-tally.ts';
import { countLonePartition } from './lone-partition.ts';
import type { Ranges } from './offset-ranges.ts';
import { sum } from './partition-sums.ts';
import {
  hasEarlierConsumer,
  identifyTopic,
  ofThisTopic,
  runOf,
  type TopicIdentity,
  unknownTopic,
} from './topic-identity.ts';

/**
 * The state between counts. Plain data: counting is a pure function of the counts and this state.
 * Keys of `starts` name a consumer's run: pod and start time.
 */
export interface TallyMemory {
  readonly topic: TopicIdentity;
  readonly starts: Readonly<Record<string, readonly number[]>>;
  /** End offsets at the last sample. */
  readonly endOffsets: readonly number[];
  /** Those at the last sample that had any: none are known while no broker answers, or one that has just started knows no topic yet. */
  readonly knownEnds: readonly number[];
  /** Former members of the group, as last seen: what they read still counts. */
  readonly gone: readonly ClientMetrics[];
  /** The members at the last sample. */
  readonly present: readonly ClientMetrics[];
  /** The counts of the last sample, when they last changed (ms since the epoch), and for how many samples they have not changed. */
  readonly unchanged: { readonly counts: string; readonly since: number; readonly samples: number };
}

export const emptyMemory: TallyMemory = {
  topic: unknownTopic,
  starts: {},
  endOffsets: [],
  knownEnds: [],
  gone: [],
  present: [],
  unchanged: { counts: '', since: 0, samples: 0 },
};

/** How many former members of a group are kept: the latest ones. */
const maxGone = 100;

/** Nothing is in flight once no count has changed for this long, over two samples or more. */
const settledAfterMs = 400;

export const emptyTally: TallySeen = {
  consumer: 'none',
  partitions: [],
  window: 0,
  received: 0,
  share: 0,
  settled: false,
};

/**
 * The share of messages received. Per partition, the window is the current end offset minus the end offset at the consumer's
 * start position; received is the consumer's own tally; the share is received by window. What several consumers without a
 * group received counts once. Of a group, all members count together, those that are gone too; what a rebalance delivered a
 * second time is a duplicate, and counts once in the share.
 * `producerStopped`: the producer's Deployment has zero replicas.
 */
export function countTally(
  seen: MessageCounts,
  remembered: TallyMemory,
  producerStopped: boolean,
): {
  readonly tally: TallySeen;
  readonly memory: TallyMemory;
  readonly covered: readonly Ranges[] | undefined;
  /** What was counted of the topic as it is now. */
  readonly counts: MessageCounts;
  /** The topic was deleted and made again since the last counts: the count starts again. */
  readonly startsAgain: boolean;
} {
  const { identity, isRemade } = identifyTopic(seen, remembered.topic);
  const memory = isRemade ? emptyMemory : remembered;
  const counts = ofThisTopic(seen, identity);
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
  const unchanged = trackUnchanged(counts, partitions, memory);
  const settled =
    producerStopped &&
    seen.producers.length === 0 &&
    unchanged.samples >= 2 &&
    counts.at - unchanged.since >= settledAfterMs;
  const { members, committed } = counts;
  const readers = [...gone, ...consumers];
  const mixes = counts.consumers.length === 0 && hasEarlierConsumer(seen, identity);
  return {
    counts,
    startsAgain: isRemade,
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
      ...(mixes ? { isRemade: true as const } : {}),
      ...(members === undefined ? {} : { members }),
      readers: consumers.map(({ pod, startedAt, partitions: read }) => ({
        pod,
        startedAt,
        partitions: read,
      })),
      ...(committed === undefined ? {} : { committed }),
    },
    memory: {
      topic: identity,
      starts,
      endOffsets: counts.endOffsets,
      knownEnds: counts.endOffsets.length === 0 ? memory.knownEnds : counts.endOffsets,
      gone,
      present: consumer === 'group' ? consumers : [],
      unchanged,
    },
  };
}

/** The kind of a consumer from its role, as named in its metrics (`partition`, `group`) or in clients.yml (`consumer`, …). */
export function kindOfRole(role: string): 'partition' | 'group' {
  return role === 'partition' || role === 'consumer' ? 'partition' : 'group';
}

/** The current consumers. If an old pod still answers while a new one starts: those with the newest pod's role. */
function currentConsumers(consumers: readonly ClientMetrics[]): ClientMetrics[] {
  const newest = consumers.reduce<ClientMetrics | undefined>(
    (latest, each) => (latest === undefined || each.startedAt > latest.startedAt ? each : latest),
    undefined,
  );
  return consumers.filter((each) => each.role === newest?.role);
}

/** A group continues when its members are replaced; a partition consumer starts over, and so does a new topic. */
function rememberGone(
  consumer: TallySeen['consumer'],
  consumers: readonly ClientMetrics[],
  counts: MessageCounts,
  memory: TallyMemory,
): readonly ClientMetrics[] {
  const isNewTopic = counts.endOffsets.some((end, partition) => end < (memory.knownEnds[partition] ?? 0));
  if (consumer === 'partition' || isNewTopic) return [];
  const here = new Set(consumers.map(runOf));
  const known = new Map([...memory.gone, ...memory.present].map((each) => [runOf(each), each]));
  return [...known.values()].filter((each) => !here.has(runOf(each))).slice(-maxGone);
}

/**
 * Where each consumer started, by partition: as it reports, and for a partition that it does not report, the newest
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

function countPartition(
  partition: number,
  endOffset: number,
  consumers: readonly ClientMetrics[],
  starts: Readonly<Record<string, readonly number[]>>,
  counts: MessageCounts,
): PartitionTally {
  const readers = consumers.flatMap((consumer) =>
    consumer.partitions.filter((each) => each.partition === partition),
  );
  const startOffset = consumers.reduce(
    (first, consumer) => Math.min(first, starts[runOf(consumer)]?.[partition] ?? 0),
    endOffset,
  );
  return countLonePartition(partition, { startOffset, endOffset }, readers, counts);
}

function trackUnchanged(
  counts: MessageCounts,
  partitions: readonly PartitionTally[],
  memory: TallyMemory,
): TallyMemory['unchanged'] {
  const now = JSON.stringify(
    partitions.map((each) => [each.startOffset, each.endOffset, each.received, each.duplicates]),
  );
  const { unchanged } = memory;
  return unchanged.counts === now
    ? { ...unchanged, samples: unchanged.samples + 1 }
    : { counts: now, since: counts.at, samples: 1 };
}
