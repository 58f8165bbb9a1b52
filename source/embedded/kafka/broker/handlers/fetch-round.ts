import { errorCodes, KafkaError } from '../../messages/errors.ts';
import {
  type FetchPartition,
  type FetchPartitionData,
  type FetchRequest,
  readCommitted,
} from '../../messages/fetch.ts';
import type { Draft } from '../../messages/schema.ts';
import { noOffset } from '../../messages/sentinels.ts';
import type { RequestContext } from '../requests/request-context.ts';

const noRecords = Buffer.alloc(0);

/** The most bytes in one response, whatever the client allows: they are read from the log in one step. */
export const mostFetchedBytes = 16 * 1024 * 1024;

/** From this version on, topics go by their ids. */
export const topicIdVersion = 13;

/** What is read for one fetch, partition by partition, in one turn. */
export class FetchRound {
  bytes = 0;
  /** Whether the client should hear of something at once. */
  failed = false;
  readonly #request: FetchRequest;
  readonly #context: RequestContext;
  #bytesLeft: number;

  constructor(request: FetchRequest, context: RequestContext) {
    this.#request = request;
    this.#context = context;
    const { fetchMaxBytes } = context.broker.config.settings;
    this.#bytesLeft = Math.min(request.maxBytes, fetchMaxBytes, mostFetchedBytes);
  }

  /** A topic without a name has an id that is not known. */
  read(topic: string | undefined, wanted: FetchPartition): Draft<FetchPartitionData> {
    const data =
      topic === undefined
        ? failure(wanted.partition, errorCodes.UNKNOWN_TOPIC_ID)
        : readPartition(topic, wanted, this.#bytesLeft, this.bytes === 0, this.#request, this.#context);
    this.failed ||= data.errorCode !== 0 || data.divergingEpoch !== undefined;
    const read = data.records?.length ?? 0;
    this.bytes += read;
    this.#bytesLeft = Math.max(0, this.#bytesLeft - read);
    return data;
  }
}

/** The name of a topic that a client names so or by its id; undefined if there is no such id. */
export function topicNameOf(
  { topic, topicId }: { readonly topic: string; readonly topicId: string },
  { version, broker }: RequestContext,
): string | undefined {
  return version >= topicIdVersion ? broker.cluster.image.topicNames.get(topicId) : topic;
}

function failure(partitionIndex: number, errorCode: number): Draft<FetchPartitionData> {
  return {
    partitionIndex,
    errorCode,
    highWatermark: noOffset,
    lastStableOffset: noOffset,
    logStartOffset: noOffset,
    records: noRecords,
  };
}

function readPartition(
  topic: string,
  wanted: FetchPartition,
  bytesLeft: number,
  first: boolean,
  request: FetchRequest,
  context: RequestContext,
): Draft<FetchPartitionData> {
  const { cluster, id } = context.broker;
  const partition = cluster.partition(topic, wanted.partition);
  if (!partition) return failure(wanted.partition, errorCodes.UNKNOWN_TOPIC_OR_PARTITION);
  try {
    partition.checkLeader(id, wanted.currentLeaderEpoch);
    const { log, highWatermark } = partition;
    const { fetchOffset, lastFetchedEpoch } = wanted;
    // Written out, and not spread into the answers: a session has thousands of partitions without records.
    const known = (records: Buffer): Draft<FetchPartitionData> => ({
      partitionIndex: wanted.partition,
      errorCode: 0,
      highWatermark,
      lastStableOffset: highWatermark,
      logStartOffset: log.startOffset,
      abortedTransactions: request.isolationLevel === readCommitted ? [] : null,
      records,
    });
    if (lastFetchedEpoch >= 0) {
      const { leaderEpoch, endOffset } = partition.endOffsetForEpoch(lastFetchedEpoch);
      if (leaderEpoch < lastFetchedEpoch || endOffset < fetchOffset)
        return { ...known(noRecords), divergingEpoch: { epoch: leaderEpoch, endOffset } };
    }
    if (fetchOffset < log.startOffset || fetchOffset > log.endOffset)
      throw new KafkaError('OFFSET_OUT_OF_RANGE');
    // Records between the high watermark and the log end are not visible to consumers yet.
    if (fetchOffset >= highWatermark) return known(noRecords);
    const maxBytes = Math.min(wanted.partitionMaxBytes, bytesLeft);
    const minOneBatch = first && context.version >= 3;
    return known(log.read(fetchOffset, maxBytes, { minOneBatch, upTo: highWatermark }));
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    return failure(wanted.partition, error.errorCode);
  }
}
