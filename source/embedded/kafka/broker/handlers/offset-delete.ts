import { errorCodes } from '../../messages/errors.ts';
import type { OffsetDeleteRequest, OffsetDeleteResponse } from '../../messages/offset-delete.ts';
import type { Handler } from '../request-context.ts';

export const handleOffsetDelete: Handler<OffsetDeleteRequest, OffsetDeleteResponse> = (
  request,
  { broker },
) => {
  const { coordinator, cluster } = broker;
  const { error } = coordinator.fetchOffsets(request.groupId);
  const refused =
    error !== 'NONE' ? error : coordinator.exists(request.groupId) ? 'NONE' : 'GROUP_ID_NOT_FOUND';
  if (refused !== 'NONE') return { errorCode: errorCodes[refused], topics: [] };
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex }) => ({
      partitionIndex,
      errorCode: cluster.partition(name, partitionIndex)
        ? errorCodes[coordinator.deleteOffset(request.groupId, name, partitionIndex)]
        : errorCodes.UNKNOWN_TOPIC_OR_PARTITION,
    })),
  }));
  coordinator.offsetsDeleted(request.groupId);
  return { errorCode: 0, topics };
};
