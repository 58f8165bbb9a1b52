import { errorCodes } from '../../messages/errors.ts';
import type { OffsetCommitRequest, OffsetCommitResponse } from '../../messages/offset-commit.ts';
import type { Handler } from '../request-context.ts';

export const handleOffsetCommit: Handler<OffsetCommitRequest, OffsetCommitResponse> = (request, context) => {
  const { coordinator, cluster } = context.broker;
  const { groupId, memberId, groupInstanceId } = request;
  const generationId = context.version === 0 ? -1 : request.generationId;
  const known = request.topics.flatMap(({ name, partitions }) =>
    partitions
      .filter(({ partitionIndex }) => cluster.partition(name, partitionIndex))
      .map(({ partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }) => ({
        topic: name,
        partition: partitionIndex,
        offset: committedOffset,
        leaderEpoch: committedLeaderEpoch,
        metadata: committedMetadata ?? '',
      })),
  );
  const errors = coordinator.commit({ groupId, generationId, memberId, groupInstanceId }, known);
  let next = 0;
  return {
    topics: request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode: cluster.partition(name, partitionIndex)
          ? errorCodes[errors[next++]!]
          : errorCodes.UNKNOWN_TOPIC_OR_PARTITION,
      })),
    })),
  };
};
