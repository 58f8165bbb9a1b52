// ListOffsets: key 2, v0-7
//
// Versions:
// * v1: one offset for each partition (KIP-79)
// * v2: isolation level (KIP-98)
// * v4: leader epochs (KIP-320)
// * v6: flexible (KIP-482)
// * v7: the offset of the greatest timestamp (KIP-734)
//
// Deviations from Kafka 3.3:
// * v0 returns one offset at most, whatever `maxNumOffsets` allows.
// * There are no transactions: the isolation level is ignored.

import { runInSlices } from '../../../bounds/lanes/kafka.ts';
import { whenDone } from '../../../bounds/slices.ts';
import { KafkaError } from '../../messages/errors.ts';
import {
  earliestTimestamp,
  type ListOffsetsPartition,
  type ListOffsetsPartitionResponse,
  type ListOffsetsRequest,
  type ListOffsetsResponse,
  latestTimestamp,
  maxTimestamp,
} from '../../messages/list-offsets.ts';
import { noLeaderEpoch, noOffset, noTimestamp } from '../../messages/sentinels.ts';
import { type Handler, noResponse, type RequestContext } from '../requests/request-context.ts';
import { whileOpen } from '../requests/while-open.ts';
import type { Partition } from '../storage/partition.ts';

interface Found {
  readonly timestamp: number;
  readonly offset: number;
  readonly leaderEpoch: number;
}

const notFound: Found = { timestamp: noTimestamp, offset: noOffset, leaderEpoch: noLeaderEpoch };

/** A search by time may read a whole log: one after another, in slices, and only while the client waits for it. */
export const handleListOffsets: Handler<ListOffsetsRequest, ListOffsetsResponse> = (request, context) =>
  whenDone(runInSlices(whileOpen(answers(request, context), context)), (topics) =>
    topics ? { topics } : noResponse,
  );

function* answers(
  { topics }: ListOffsetsRequest,
  context: RequestContext,
): Generator<undefined, ListOffsetsResponse['topics']> {
  const search = new Search(topics, context);
  const answered: ListOffsetsResponse['topics'][number][] = [];
  for (const { name, partitions } of topics) {
    const results: ListOffsetsPartitionResponse[] = [];
    for (const wanted of partitions) {
      if (results.length > 0) yield;
      results.push(yield* search.answer(name, wanted));
    }
    answered.push({ name, partitions: results });
    yield;
  }
  return answered;
}

/** The searches of one request. */
class Search {
  readonly #context: RequestContext;
  /** Partitions that the request names more than once. */
  readonly #repeated: ReadonlySet<string>;
  /** Partition and time → what was found. v0 may ask for several times of one partition. */
  readonly #found = new Map<string, Found>();

  constructor(topics: ListOffsetsRequest['topics'], context: RequestContext) {
    this.#context = context;
    const seen = new Set<string>();
    const repeated = new Set<string>();
    for (const { name, partitions } of topics)
      for (const { partitionIndex } of partitions) {
        const place = `${name}-${partitionIndex}`;
        if (seen.has(place)) repeated.add(place);
        seen.add(place);
      }
    this.#repeated = repeated;
  }

  *answer(topic: string, wanted: ListOffsetsPartition): Generator<undefined, ListOffsetsPartitionResponse> {
    const { partitionIndex, timestamp } = wanted;
    const { broker, version } = this.#context;
    try {
      const place = `${topic}-${partitionIndex}`;
      if (version > 0 && this.#repeated.has(place)) throw new KafkaError('INVALID_REQUEST');
      const partition = broker.cluster.partition(topic, partitionIndex);
      if (!partition) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');
      partition.checkLeader(broker.id, wanted.currentLeaderEpoch);
      const key = `${place} ${timestamp}`;
      const found = this.#found.get(key) ?? (yield* find(partition, timestamp, version));
      this.#found.set(key, found);
      const oldStyleOffsets = found.offset < 0 || wanted.maxNumOffsets < 1 ? [] : [found.offset];
      return { partitionIndex, errorCode: 0, oldStyleOffsets, ...found };
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      return { partitionIndex, errorCode: error.errorCode, oldStyleOffsets: [], ...notFound };
    }
  }
}

function* find(partition: Partition, timestamp: number, version: number): Generator<undefined, Found> {
  const leaderEpoch = partition.state?.leaderEpoch ?? noLeaderEpoch;
  const { log } = partition;
  if (timestamp === latestTimestamp)
    return { timestamp: noTimestamp, offset: partition.highWatermark, leaderEpoch };
  if (timestamp === earliestTimestamp)
    return { timestamp: noTimestamp, offset: log.startOffset, leaderEpoch };
  if (timestamp === maxTimestamp && version < 7) throw new KafkaError('UNSUPPORTED_VERSION');
  const found = yield* timestamp === maxTimestamp
    ? log.offsetOfMaxTimestampInSteps()
    : log.offsetForTimestampInSteps(timestamp);
  return found && found.offset < partition.highWatermark ? found : notFound;
}
