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
import type { Handler, RequestContext } from '../requests/request-context.ts';
import type { Partition } from '../storage/partition.ts';
import { answerPartitions } from './answer-partitions.ts';

interface Found {
  readonly timestamp: number;
  readonly offset: number;
  readonly leaderEpoch: number;
}

const notFound: Found = { timestamp: noTimestamp, offset: noOffset, leaderEpoch: noLeaderEpoch };

export const handleListOffsets: Handler<ListOffsetsRequest, ListOffsetsResponse> = (request, context) =>
  whenDone(
    answerPartitions(request.topics, (topic, wanted) => answer(topic, wanted, context)),
    (topics) => ({ topics }),
  );

function answer(
  topic: string,
  wanted: ListOffsetsPartition,
  context: RequestContext,
): ListOffsetsPartitionResponse {
  const { partitionIndex } = wanted;
  try {
    const partition = context.broker.cluster.partition(topic, partitionIndex);
    if (!partition) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');
    partition.checkLeader(context.broker.id, wanted.currentLeaderEpoch);
    const found = find(partition, wanted.timestamp, context.version);
    const oldStyleOffsets = found.offset < 0 || wanted.maxNumOffsets < 1 ? [] : [found.offset];
    return { partitionIndex, errorCode: 0, oldStyleOffsets, ...found };
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    return { partitionIndex, errorCode: error.errorCode, oldStyleOffsets: [], ...notFound };
  }
}

function find(partition: Partition, timestamp: number, version: number): Found {
  const leaderEpoch = partition.state?.leaderEpoch ?? noLeaderEpoch;
  const { log, highWatermark } = partition;
  if (timestamp === latestTimestamp) return { timestamp: noTimestamp, offset: highWatermark, leaderEpoch };
  if (timestamp === earliestTimestamp)
    return { timestamp: noTimestamp, offset: log.startOffset, leaderEpoch };
  if (timestamp === maxTimestamp && version < 7) throw new KafkaError('UNSUPPORTED_VERSION');
  const found = timestamp === maxTimestamp ? log.offsetOfMaxTimestamp() : log.offsetForTimestamp(timestamp);
  return found && found.offset < highWatermark ? found : notFound;
}
