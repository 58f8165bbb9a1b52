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
// * More than 1000 partitions, or half a mebibyte of metadata, are committed in several appends.
// * What all groups have committed is bounded (`mostOffsetBytes`): INVALID_COMMIT_OFFSET_SIZE beyond.

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
import { whenConfirmed } from './when-confirmed.ts';

/** How many partitions, with how many characters of metadata, are committed before other work gets the event loop. */
const partitionsInTurn = 1000;
const charactersInTurn = 512 * 1024;

interface RequestedPartition extends OffsetCommitPartition {
  readonly topic: string;
}

export const handleOffsetCommit: Handler<OffsetCommitRequest, OffsetCommitResponse> = (request, context) => {
  const requested = request.topics.flatMap(({ name, partitions }) =>
    partitions.map((partition): RequestedPartition => ({ ...partition, topic: name })),
  );
  const turns = inTurns(requested);
  const committed =
    turns.length <= 1 ? commit(request, requested, context) : commitInTurns(request, turns, context);
  const confirmed = whenDone(committed, (errors) => whenConfirmed(request.groupId, errors, context));
  return whenDone(confirmed, (errors) => {
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
  turns: readonly (readonly RequestedPartition[])[],
  context: RequestContext,
): Promise<ErrorName[]> {
  const errors: ErrorName[] = [];
  for (const requested of turns) {
    await nextTurn();
    errors.push(...commit(request, requested, context));
  }
  return errors;
}

function inTurns(requested: readonly RequestedPartition[]): RequestedPartition[][] {
  const turns: RequestedPartition[][] = [];
  let turn: RequestedPartition[] = [];
  let characters = 0;
  for (const one of requested) {
    const length = one.committedMetadata?.length ?? 0;
    if (turn.length === 0 || turn.length === partitionsInTurn || characters + length > charactersInTurn) {
      turn = [];
      turns.push(turn);
      characters = 0;
    }
    turn.push(one);
    characters += length;
  }
  return turns;
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
