import { nextTurn, whenDone } from '../../../bounds/slices.ts';
import { type ErrorName, errorCodes } from '../../messages/errors.ts';
import type {
  OffsetCommitPartition,
  OffsetCommitRequest,
  OffsetCommitResponse,
} from '../../messages/offset-commit.ts';
import type { Handler, RequestContext } from '../request-context.ts';

/** Partitions that are committed before others have the event loop. */
const partitionsInTurn = 1000;

interface Asked extends OffsetCommitPartition {
  readonly topic: string;
}

export const handleOffsetCommit: Handler<OffsetCommitRequest, OffsetCommitResponse> = (request, context) => {
  const asked = request.topics.flatMap(({ name, partitions }) =>
    partitions.map((partition): Asked => ({ ...partition, topic: name })),
  );
  const committed =
    asked.length <= partitionsInTurn
      ? commit(request, asked, context)
      : commitInTurns(request, asked, context);
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
  asked: readonly Asked[],
  context: RequestContext,
): Promise<ErrorName[]> {
  const errors: ErrorName[] = [];
  for (let from = 0; from < asked.length; from += partitionsInTurn) {
    await nextTurn();
    errors.push(...commit(request, asked.slice(from, from + partitionsInTurn), context));
  }
  return errors;
}

/** One error for each partition, in their order. */
function commit(request: OffsetCommitRequest, asked: readonly Asked[], context: RequestContext): ErrorName[] {
  const { coordinator, cluster } = context.broker;
  const { groupId, memberId, groupInstanceId } = request;
  const generationId = context.version === 0 ? -1 : request.generationId;
  const exists = asked.map(
    ({ topic, partitionIndex }) => cluster.partition(topic, partitionIndex) !== undefined,
  );
  const known = asked
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
