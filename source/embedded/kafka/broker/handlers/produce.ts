// Produce: key 0, v0-9
//
// Versions:
// * v2: log append time in the response (KIP-32)
// * v3: record batches, transactional id (KIP-98)
// * v5: log start offset in the response (KIP-192)
// * v7: zstd (KIP-110)
// * v8: error message and record errors in the response (KIP-467)
// * v9: flexible (KIP-482)
//
// Deviations from Kafka 3.3:
// * Message sets of magic 0 and 1, which v0-2 may carry, are refused with INVALID_RECORD.
// * Transactional batches are refused with INVALID_TXN_STATE.
// * `recordErrors` stays empty: a bad record fails its batch without being named.
// * A batch may have 16 MiB at most, whatever `max.message.bytes` allows.

import { runInSlices } from '../../../bounds/lanes/kafka.ts';
import { whenDone } from '../../../bounds/slices.ts';
import { internalTopics } from '../../controller/topic-names.ts';
import { errorCodeOf, errorCodes, KafkaError } from '../../messages/errors.ts';
import { acks, type ProduceRequest, type ProduceResponse } from '../../messages/produce.ts';
import { noOffset, noTimestamp } from '../../messages/sentinels.ts';
import { effectiveValue, hasCleanupPolicy } from '../config/topic-config.ts';
import {
  type Answer,
  ConnectionRefusedError,
  type Handler,
  noResponse,
  type RequestContext,
} from '../requests/request-context.ts';
import { delay } from '../storage/delayed-operations.ts';
import type { Partition } from '../storage/partition.ts';
import { requireKeys } from '../storage/require-keys.ts';
import { requireTimestamps } from '../storage/require-timestamps.ts';
import { summarizeRecords } from '../storage/summarize-records.ts';
import { answerPartitions } from './answer-partitions.ts';
import { settleOnce } from './settle-once.ts';

/** The largest record batch, whatever `max.message.bytes` allows: it is held in memory, and a segment has as many bytes. */
export const mostBatchBytes = 16 * 1024 * 1024;

const knownAcks: ReadonlySet<number> = new Set(Object.values(acks));

/** Kafka explains only what is wrong with the records; for any other error, clients print their own text. */
const explained: ReadonlySet<number> = new Set([errorCodes.INVALID_RECORD, errorCodes.INVALID_TIMESTAMP]);

interface PartitionResult {
  readonly index: number;
  errorCode: number;
  readonly baseOffset: number;
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  readonly errorMessage: string | null;
  /** For the log of the broker. */
  readonly failure?: string;
}

interface Pending {
  readonly partition: Partition;
  readonly requiredOffset: number;
  readonly minIsr: number;
  readonly result: PartitionResult;
}

export const handleProduce: Handler<ProduceRequest, ProduceResponse> = (request, context) => {
  const pending: Pending[] = [];
  const topics = request.topicData.map(({ name, partitionData }) => ({ name, partitions: partitionData }));
  const appended = answerPartitions(topics, (topic, { index, records }) =>
    append(request, topic, index, records, context, pending),
  );
  return whenDone(appended, (done) =>
    answer(
      request,
      done.map(({ name, partitions }) => ({ name, partitionResponses: partitions })),
      pending,
      context,
    ),
  );
};

function answer(
  request: ProduceRequest,
  responses: readonly { readonly name: string; readonly partitionResponses: readonly PartitionResult[] }[],
  pending: readonly Pending[],
  context: RequestContext,
): Answer<ProduceResponse> | Promise<Answer<ProduceResponse>> {
  if (request.acks === acks.none) return closeOnError(responses);
  const open = pending.filter(({ partition, requiredOffset }) => partition.highWatermark < requiredOffset);
  if (open.length === 0) return { responses };
  return waitForReplicas(open, request.timeoutMs, context).then(() => ({ responses }));
}

function append(
  request: ProduceRequest,
  topic: string,
  index: number,
  records: Uint8Array | null,
  context: RequestContext,
  pending: Pending[],
): PartitionResult | Promise<PartitionResult> {
  const run = () => runInSlices(appendInSteps(request, topic, index, records, context, pending));
  const result = context.broker.cluster.partition(topic, index)?.inTurn(run) ?? run();
  // Whoever waits for all of them gets this error, too late for Node.
  if (result instanceof Promise) result.catch(() => {});
  return result;
}

function* appendInSteps(
  request: ProduceRequest,
  topic: string,
  index: number,
  records: Uint8Array | null,
  context: RequestContext,
  pending: Pending[],
): Generator<undefined, PartitionResult> {
  try {
    if (!knownAcks.has(request.acks)) throw new KafkaError('INVALID_REQUIRED_ACKS');
    if (internalTopics.has(topic))
      throw new KafkaError('INVALID_TOPIC_EXCEPTION', `Cannot append to internal topic ${topic}`);
    const { cluster, id } = context.broker;
    const { properties } = context.broker.config;
    const partition = cluster.partition(topic, index);
    if (!partition) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');
    partition.checkLeader(id);
    const config = cluster.image.topics.get(topic)?.config ?? {};
    const minIsr =
      request.acks === acks.all ? Number(effectiveValue('min.insync.replicas', config, properties)) : 0;
    checkReplicas(partition, minIsr, 'NOT_ENOUGH_REPLICAS');
    if (!records || records.length === 0)
      throw new KafkaError('INVALID_RECORD', 'Produce requests must have exactly one record batch');
    const allowed = Number(effectiveValue('max.message.bytes', config, properties));
    const maxBytes = Math.min(allowed, mostBatchBytes);
    const stamps = effectiveValue('message.timestamp.type', config, properties) === 'LogAppendTime';
    const appendTime = stamps ? cluster.clock.now() : undefined;
    const mostDifferenceMs = Number(
      effectiveValue('message.timestamp.difference.max.ms', config, properties),
    );
    // By default any time is allowed.
    const boundsTime = !stamps && mostDifferenceMs < Number.MAX_SAFE_INTEGER;
    const needsKeys = hasCleanupPolicy('compact', config, properties);
    const batch = records as Buffer;
    const summary = boundsTime || needsKeys ? yield* summarizeRecords(batch) : undefined;
    if (summary && boundsTime)
      requireTimestamps(batch, summary, { now: cluster.clock.now(), mostDifferenceMs });
    if (summary && needsKeys) requireKeys(summary, `${topic}-${index}`);
    const { baseOffset, requiredOffset } = yield* partition.append(batch, {
      maxBatchBytes: maxBytes,
      waits: request.acks === acks.all,
      appendTime,
      summary,
    });
    const { startOffset } = partition.log;
    const result = {
      index,
      errorCode: 0,
      baseOffset,
      logAppendTimeMs: appendTime ?? noTimestamp,
      logStartOffset: startOffset,
      errorMessage: null,
    };
    if (request.acks === acks.all) pending.push({ partition, requiredOffset, minIsr, result });
    return result;
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    return {
      index,
      errorCode: error.errorCode,
      baseOffset: noOffset,
      logAppendTimeMs: noTimestamp,
      logStartOffset: noOffset,
      errorMessage: explained.has(error.errorCode) ? error.message : null,
      failure: error.message,
    };
  }
}

function checkReplicas(
  partition: Partition,
  minIsr: number,
  error: 'NOT_ENOUGH_REPLICAS' | 'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
): void {
  const isr = partition.state?.isr ?? [];
  if (isr.length >= minIsr) return;
  throw new KafkaError(
    error,
    `The size of the current ISR Set(${isr.join(', ')}) is insufficient to satisfy the min.isr requirement of ` +
      `${minIsr} for partition ${partition.topic}-${partition.partition}`,
  );
}

/** acks=all while an in-sync replica is not following: wait until it follows, leaves the ISR, or the timeout expires. */
async function waitForReplicas(
  pending: readonly Pending[],
  timeoutMs: number,
  context: RequestContext,
): Promise<void> {
  const settle = (one: Pending): boolean => {
    if (one.result.errorCode !== 0) return true;
    try {
      one.partition.checkLeader(context.broker.id);
      if (one.partition.highWatermark < one.requiredOffset) return false;
      checkReplicas(one.partition, one.minIsr, 'NOT_ENOUGH_REPLICAS_AFTER_APPEND');
    } catch (error) {
      one.result.errorCode = errorCodeOf(error);
    }
    return true;
  };
  const ready = await delay({
    on: pending.map(({ partition }) => partition.delayed),
    ready: settleOnce(pending, settle),
    timeoutMs,
    timers: context.broker.cluster.clock,
    onClose: context.onClose,
  });
  if (ready) return;
  for (const one of pending) if (!settle(one)) one.result.errorCode = errorCodes.REQUEST_TIMED_OUT;
}

/** With acks=0 there is no response: closing the connection tells the producer that its metadata is stale. */
function closeOnError(
  responses: readonly { partitionResponses: readonly PartitionResult[] }[],
): Answer<ProduceResponse> {
  for (const { partitionResponses } of responses)
    for (const { errorCode, failure } of partitionResponses)
      if (errorCode !== 0) throw new ConnectionRefusedError(`produce with acks=0 failed: ${failure}`);
  return noResponse;
}
