// DeleteRecords: key 21, v0-2
//
// Versions:
// * v0: the API (KIP-107)
// * v2: flexible (KIP-482)
//
// Deviations from Kafka 3.3:
// * `timeoutMs` is ignored: replicas share one log, so there is nothing to wait for.

import { runInSlices } from '../../../bounds/lanes/kafka.ts';
import { whenDone } from '../../../bounds/slices.ts';
import { internalTopics } from '../../controller/topic-names.ts';
import {
  type DeleteRecordsPartition,
  type DeleteRecordsPartitionResult,
  type DeleteRecordsRequest,
  type DeleteRecordsResponse,
  upToHighWatermark,
} from '../../messages/delete-records.ts';
import { KafkaError } from '../../messages/errors.ts';
import { noOffset } from '../../messages/sentinels.ts';
import { hasCleanupPolicy } from '../config/topic-config.ts';
import type { Handler, RequestContext } from '../requests/request-context.ts';
import { answerPartitions } from './answer-partitions.ts';

export const handleDeleteRecords: Handler<DeleteRecordsRequest, DeleteRecordsResponse> = (request, context) =>
  whenDone(
    answerPartitions(request.topics, (topic, wanted) => deleteRecords(topic, wanted, context)),
    (topics) => ({ topics }),
  );

function deleteRecords(
  topic: string,
  wanted: DeleteRecordsPartition,
  context: RequestContext,
): DeleteRecordsPartitionResult | Promise<DeleteRecordsPartitionResult> {
  const { partitionIndex } = wanted;
  const failed = (error: unknown) => {
    if (!(error instanceof KafkaError)) throw error;
    return { partitionIndex, lowWatermark: noOffset, errorCode: error.errorCode };
  };
  try {
    const { log, upTo } = checked(topic, wanted, context);
    const deleted = runInSlices(log.deleteRecordsBeforeInSteps(upTo));
    const answer = () => ({ partitionIndex, lowWatermark: log.startOffset, errorCode: 0 });
    return deleted instanceof Promise ? deleted.then(answer, failed) : answer();
  } catch (error) {
    return failed(error);
  }
}

/** The log, and the offset up to which its records may be deleted. Throws {@link KafkaError}. */
function checked(
  topic: string,
  { partitionIndex, offset }: DeleteRecordsPartition,
  { broker }: RequestContext,
) {
  if (internalTopics.has(topic))
    throw new KafkaError('INVALID_TOPIC_EXCEPTION', `Cannot delete records of internal topic ${topic}`);
  const partition = broker.cluster.partition(topic, partitionIndex);
  if (!partition) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');
  partition.checkLeader(broker.id);
  const config = broker.cluster.image.topics.get(topic)?.config ?? {};
  if (!hasCleanupPolicy('delete', config, broker.config.properties)) throw new KafkaError('POLICY_VIOLATION');
  const { log, highWatermark } = partition;
  const upTo = offset === upToHighWatermark ? highWatermark : offset;
  if (upTo > highWatermark) throw new KafkaError('OFFSET_OUT_OF_RANGE');
  return { log, upTo };
}
