import { errorCodes } from '../../messages/errors.ts';
import type {
  OffsetFetchGroup,
  OffsetFetchGroupResponse,
  OffsetFetchPartitionResponse,
  OffsetFetchRequest,
  OffsetFetchResponse,
} from '../../messages/offset-fetch.ts';
import type { Handler, RequestContext } from '../request-context.ts';

export const handleOffsetFetch: Handler<OffsetFetchRequest, OffsetFetchResponse> = (request, context) => {
  if (context.version >= 8) return { groups: request.groups.map((group) => fetchGroup(group, context)) };
  const { topics, errorCode } = fetchGroup({ groupId: request.groupId, topics: request.topics }, context);
  return { topics, errorCode };
};

function fetchGroup(
  { groupId, topics }: OffsetFetchGroup,
  context: RequestContext,
): OffsetFetchGroupResponse {
  const { error, offsets } = context.broker.coordinator.fetchOffsets(groupId);
  const errorCode = errorCodes[error];
  const wanted =
    topics ?? [...offsets].map(([name, partitions]) => ({ name, partitionIndexes: [...partitions.keys()] }));
  return {
    groupId,
    errorCode,
    topics: wanted.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex): OffsetFetchPartitionResponse => {
        const committed = offsets.get(name)?.get(partitionIndex);
        return {
          partitionIndex,
          committedOffset: committed?.offset ?? -1,
          committedLeaderEpoch: committed?.leaderEpoch ?? -1,
          metadata: committed?.metadata ?? '',
          // Before version 2 there is no error for the whole group.
          errorCode: context.version < 2 ? errorCode : 0,
        };
      }),
    })),
  };
}
