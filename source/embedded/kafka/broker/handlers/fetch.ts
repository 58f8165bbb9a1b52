// Fetch: key 1, v0-13
//
// Versions:
// * v4: isolation level, last stable offset (KIP-98)
// * v5: log start offset (KIP-107)
// * v7: fetch sessions (KIP-227)
// * v9: current leader epoch (KIP-320)
// * v10: zstd (KIP-110)
// * v11: rack id, preferred read replica (KIP-392)
// * v12: flexible (KIP-482), last fetched epoch (KIP-595)
// * v13: topic ids (KIP-516)
//
// Deviations from Kafka 3.3:
// * There are no fetch sessions: the response gives session id 0, and a request that goes on with one gets
//   FETCH_SESSION_ID_NOT_FOUND.
// * Record batches are not converted to the message sets that v0-3 expect.
// * There are no transactions: the last stable offset is the high watermark.
// * The rack id is ignored: consumers read from the leader.
// * A response carries 16 MiB at most; a request for more partitions than a cluster may have closes the
//   connection.

import { mostPartitions } from '../../controller/plan-partitions.ts';
import { errorCodes, KafkaError } from '../../messages/errors.ts';
import {
  type FetchPartition,
  type FetchPartitionData,
  type FetchRequest,
  type FetchResponse,
  finalSessionEpoch,
  initialSessionEpoch,
  readCommitted,
} from '../../messages/fetch.ts';
import type { Draft } from '../../messages/schema.ts';
import { noOffset } from '../../messages/sentinels.ts';
import {
  type Answer,
  ConnectionRefusedError,
  type Handler,
  type RequestContext,
} from '../requests/request-context.ts';
import { type DelayedOperations, delay } from '../storage/delayed-operations.ts';

const noRecords = Buffer.alloc(0);

interface Round {
  readonly response: Answer<FetchResponse>;
  readonly bytes: number;
  readonly failed: boolean;
}

/** The most bytes in one response, whatever the client allows: they are read from the log in one step. */
export const mostFetchedBytes = 16 * 1024 * 1024;

const fullEpochs: ReadonlySet<number> = new Set([initialSessionEpoch, finalSessionEpoch]);

export const handleFetch: Handler<FetchRequest, FetchResponse> = (request, context) => {
  const asked = request.topics.reduce((sum, { partitions }) => sum + Math.max(1, partitions.length), 0);
  if (asked > mostPartitions)
    throw new ConnectionRefusedError(
      `a fetch of ${asked} partitions: this cluster has ${mostPartitions} at most`,
    );
  // A client that asks for a session gets session id 0 and continues with full requests. The epoch tells a full request, whatever session
  // the client names: it may have had one before (KIP-227).
  if (!fullEpochs.has(request.sessionEpoch))
    return { errorCode: errorCodes.FETCH_SESSION_ID_NOT_FOUND, sessionId: 0, responses: [] };
  const round = read(request, context);
  if (
    round.failed ||
    round.bytes >= request.minBytes ||
    request.maxWaitMs <= 0 ||
    request.topics.length === 0
  )
    return round.response;
  return wait(request, context, request.minBytes - round.bytes);
};

async function wait(
  request: FetchRequest,
  context: RequestContext,
  missing: number,
): Promise<Answer<FetchResponse>> {
  let left = missing;
  await delay({
    on: delayedOn(request, context),
    ready: (appended) => {
      left -= appended;
      if (left <= 0) return true;
      if (appended > 0) return false;
      const round = read(request, context);
      left = request.minBytes - round.bytes;
      return round.failed || left <= 0;
    },
    timeoutMs: request.maxWaitMs,
    timers: context.broker.cluster.clock,
    onClose: context.onClose,
  });
  return read(request, context).response;
}

function delayedOn(request: FetchRequest, context: RequestContext): DelayedOperations[] {
  const { cluster } = context.broker;
  return request.topics.flatMap(({ topic, topicId, partitions }) => {
    const name = context.version >= 13 ? (cluster.image.topicNames.get(topicId) ?? '') : topic;
    return partitions.flatMap(({ partition }) => cluster.partition(name, partition)?.delayed ?? []);
  });
}

function read(request: FetchRequest, context: RequestContext): Round {
  const { cluster, config } = context.broker;
  let bytesLeft = Math.min(request.maxBytes, config.settings.fetchMaxBytes, mostFetchedBytes);
  let bytes = 0;
  let failed = false;
  const responses = request.topics.map(({ topic, topicId, partitions }) => {
    const byId = context.version >= 13;
    const name = byId ? cluster.image.topicNames.get(topicId) : topic;
    return {
      topic: name ?? '',
      topicId,
      partitions: partitions.map((wanted) => {
        const data =
          name === undefined
            ? failure(wanted.partition, errorCodes.UNKNOWN_TOPIC_ID)
            : readPartition(name, wanted, bytesLeft, bytes === 0, request, context);
        failed ||= data.errorCode !== 0 || data.divergingEpoch !== undefined;
        const read = data.records?.length ?? 0;
        bytes += read;
        bytesLeft = Math.max(0, bytesLeft - read);
        return data;
      }),
    };
  });
  return { response: { errorCode: 0, sessionId: 0, responses }, bytes, failed };
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
    const known = {
      partitionIndex: wanted.partition,
      errorCode: 0,
      highWatermark,
      lastStableOffset: highWatermark,
      logStartOffset: log.startOffset,
      abortedTransactions: request.isolationLevel === readCommitted ? [] : null,
    };
    if (wanted.lastFetchedEpoch >= 0) {
      const { leaderEpoch, endOffset } = partition.endOffsetForEpoch(wanted.lastFetchedEpoch);
      if (leaderEpoch < wanted.lastFetchedEpoch || endOffset < wanted.fetchOffset)
        return { ...known, divergingEpoch: { epoch: leaderEpoch, endOffset }, records: noRecords };
    }
    const { fetchOffset } = wanted;
    if (fetchOffset < log.startOffset || fetchOffset > log.endOffset)
      throw new KafkaError('OFFSET_OUT_OF_RANGE');
    // Records between the high watermark and the log end are not visible to consumers yet.
    if (fetchOffset >= highWatermark) return { ...known, records: noRecords };
    const maxBytes = Math.min(wanted.partitionMaxBytes, bytesLeft);
    const minOneBatch = first && context.version >= 3;
    const records = log.read(fetchOffset, maxBytes, { minOneBatch, upTo: highWatermark });
    return { ...known, records };
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    return failure(wanted.partition, error.errorCode);
  }
}
