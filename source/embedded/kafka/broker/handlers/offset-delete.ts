// OffsetDelete: key 47, v0-0
//
// Versions:
// * v0: the API (KIP-496)
//
// Deviations from Kafka 3.3:
// * A live group whose protocol is not `consumer` gets GROUP_SUBSCRIBED_TO_TOPIC for each partition;
//   Kafka answers NON_EMPTY_GROUP.

import { whenDone } from '../../../bounds/slices.ts';
import { errorCodes } from '../../messages/errors.ts';
import type { OffsetDeleteRequest, OffsetDeleteResponse } from '../../messages/offset-delete.ts';
import type { Handler } from '../requests/request-context.ts';
import { answerPartitions } from './answer-partitions.ts';

export const handleOffsetDelete: Handler<OffsetDeleteRequest, OffsetDeleteResponse> = (
  request,
  { broker },
) => {
  const { coordinator, cluster } = broker;
  const { error } = coordinator.fetchOffsets(request.groupId);
  const refused =
    error !== 'NONE' ? error : coordinator.exists(request.groupId) ? 'NONE' : 'GROUP_ID_NOT_FOUND';
  if (refused !== 'NONE') return { errorCode: errorCodes[refused], topics: [] };
  const isSubscribed = coordinator.subscription(request.groupId);
  const deleted = answerPartitions(request.topics, (name, { partitionIndex }) => ({
    partitionIndex,
    errorCode: !cluster.partition(name, partitionIndex)
      ? errorCodes.UNKNOWN_TOPIC_OR_PARTITION
      : isSubscribed(name)
        ? errorCodes.GROUP_SUBSCRIBED_TO_TOPIC
        : errorCodes[coordinator.deleteOffset(request.groupId, name, partitionIndex)],
  }));
  return whenDone(deleted, (topics) => {
    coordinator.offsetsDeleted(request.groupId);
    return { errorCode: 0, topics };
  });
};
