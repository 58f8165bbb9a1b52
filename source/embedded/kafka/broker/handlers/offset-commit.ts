// OffsetCommit: key 8, v0-8
//
// Versions:
// * v1: generation and member id
// * v5: no retention time (KIP-211)
// * v6: leader epoch (KIP-320)
// * v7: static members (KIP-345)
// * v8: flexible (KIP-482)
//
// Deviations from Kafka 3.3:
// * Committed offsets do not expire: `retentionTimeMs` (v2-4) and `offsets.retention.minutes` are
//   ignored.
// * `commitTimestamp` (v1) is ignored: the broker's time counts.
// * More than 1000 partitions are committed in several appends.

import { nextTurn } from '../../../bounds/lanes/kafka.ts';
import { whenDone } from '../../../bounds/slices.ts';
import { type ErrorName, errorCodes } from '../../messages/errors.ts';
import type {
  OffsetCommitPartition,
  OffsetCommitRequest,
  OffsetCommitResponse,
} from '../../messages/offset-commit.ts';
import { noGeneration } from '../../messages/sentinels.ts';
import type { Handler, RequestContext } from '../requests/request-context.ts';

/** How many partitions are committed before other work gets the event loop. */
const partitionsInTurn = 1000;

interface RequestedPartition extends OffsetCommitPartition {
  readonly topic: string;
}

export const handleOffsetCommit: Handler<OffsetCommitRequest, OffsetCommitResponse> = (request, context) => {
  const requested = request.topics.flatMap(({ name, partitions }) =>
    partitions.map((partition): RequestedPartition => ({ ...partition, topic: name })),
  );
  const committed =
    requested.length <= partitionsInTurn
      ? commit(request, requested, context)
      : commitInTurns(request, requested, context);
  return whenDone(committed, (errors) => {
    let next = 0;
    return {
      topics: request.topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => ({
          partitionIndex,
          errorCode: errorCodes[errors[next++]!],
        })),
      })),
    };
  });
};

async function commitInTurns(
  request: OffsetCommitRequest,
  requested: readonly RequestedPartition[],
  context: RequestContext,
): Promise<ErrorName[]> {
  const errors: ErrorName[] = [];
  for (let from = 0; from < requested.length; from += partitionsInTurn) {
    await nextTurn();
    errors.push(...commit(request, requested.slice(from, from + partitionsInTurn), context));
  }
  return errors;
}

/** One error for each partition, in order. */
function commit(
  request: OffsetCommitRequest,
  requested: readonly RequestedPartition[],
  context: RequestContext,
): ErrorName[] {
  const { coordinator, cluster } = context.broker;
  const { groupId, memberId, groupInstanceId } = request;
  const generationId = context.version === 0 ? noGeneration : request.generationId;
  const exists = requested.map(
    ({ topic, partitionIndex }) => cluster.partition(topic, partitionIndex) !== undefined,
  );
  const known = requested
    .filter((_, index) => exists[index])
    .map(({ topic, partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }) => ({
      topic,
      partition: partitionIndex,
      offset: committedOffset,
      leaderEpoch: committedLeaderEpoch,
      metadata: committedMetadata ?? '',
    }));
  const errors = coordinator.commit({ groupId, generationId, memberId, groupInstanceId }, known);
  let next = 0;
  return exists.map((isKnown) => (isKnown ? errors[next++]! : 'UNKNOWN_TOPIC_OR_PARTITION'));
}
