// OffsetFetch: key 9, v0-8
//
// Versions:
// * v2: null for all topics of the group
// * v5: leader epoch (KIP-320)
// * v6: flexible (KIP-482)
// * v7: stable offsets only (KIP-447)
// * v8: several groups (KIP-709)
//
// Deviations from Kafka 3.3:
// * There are no transactions: `requireStable` is ignored, every offset is stable.
// * A group, and a partition of it, that the request names twice is answered once.

import { Pace } from '../../../bounds/lanes/kafka.ts';
import { whenDone } from '../../../bounds/slices.ts';
import { errorCodes } from '../../messages/errors.ts';
import type {
  OffsetFetchGroup,
  OffsetFetchGroupResponse,
  OffsetFetchPartitionResponse,
  OffsetFetchRequest,
  OffsetFetchResponse,
  OffsetFetchTopic,
} from '../../messages/offset-fetch.ts';
import { noLeaderEpoch, noOffset } from '../../messages/sentinels.ts';
import type { Handler, RequestContext } from '../requests/request-context.ts';
import { answerPartitions } from './answer-partitions.ts';

export const handleOffsetFetch: Handler<OffsetFetchRequest, OffsetFetchResponse> = (request, context) => {
  if (context.version < 8)
    return whenDone(
      fetchGroup({ groupId: request.groupId, topics: request.topics }, context),
      ({ topics, errorCode }) => ({ topics, errorCode }),
    );
  const [only] = request.groups;
  if (only && request.groups.length === 1)
    return whenDone(fetchGroup(only, context), (group) => ({ groups: [group] }));
  return fetchGroups(request.groups, context).then((groups) => ({ groups }));
};

/** A group may have thousands of offsets: answering duplicates would multiply the response. */
async function fetchGroups(groups: readonly OffsetFetchGroup[], context: RequestContext) {
  const pace = new Pace();
  const answers = new Map<string, OffsetFetchGroupResponse>();
  for (const group of groups) {
    if (answers.has(group.groupId)) continue;
    answers.set(group.groupId, await fetchGroup(group, context));
    await pace.pause();
  }
  return [...answers.values()];
}

function fetchGroup(
  { groupId, topics }: OffsetFetchGroup,
  context: RequestContext,
): OffsetFetchGroupResponse | Promise<OffsetFetchGroupResponse> {
  const { error, offsets } = context.broker.coordinator.fetchOffsets(groupId);
  const errorCode = errorCodes[error];
  const wanted = topics
    ? withoutDuplicates(topics)
    : [...offsets].map(([name, partitions]) => ({ name, partitions: [...partitions.keys()] }));
  const answered = answerPartitions(wanted, (name, partitionIndex): OffsetFetchPartitionResponse => {
    const committed = offsets.get(name)?.get(partitionIndex);
    return {
      partitionIndex,
      committedOffset: committed?.offset ?? noOffset,
      committedLeaderEpoch: committed?.leaderEpoch ?? noLeaderEpoch,
      metadata: committed?.metadata ?? '',
      // Before version 2 there is no group-level error.
      errorCode: context.version < 2 ? errorCode : 0,
    };
  });
  return whenDone(answered, (done) => ({ groupId, errorCode, topics: done }));
}

/** The metadata of an offset has thousands of bytes: answering duplicates would multiply the response. */
function withoutDuplicates(topics: readonly OffsetFetchTopic[]) {
  const byName = new Map<string, Set<number>>();
  for (const { name, partitionIndexes } of topics) {
    const partitions = byName.get(name) ?? new Set();
    byName.set(name, partitions);
    for (const index of partitionIndexes) partitions.add(index);
  }
  return [...byName].map(([name, partitions]) => ({ name, partitions: [...partitions] }));
}
