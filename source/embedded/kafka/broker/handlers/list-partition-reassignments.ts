// ListPartitionReassignments: key 46, v0-0
//
// Versions:
// * v0: the API, flexible (KIP-455)
//
// Deviations from Kafka 3.3:
// * none

import { isReassigned } from '../../controller/cluster-image.ts';
import { errorCodes } from '../../messages/errors.ts';
import type {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from '../../messages/list-partition-reassignments.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleListPartitionReassignments: Handler<
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse
> = (request, { broker }) => {
  const { image } = broker.cluster;
  if (image.controllerId !== broker.id)
    return {
      errorCode: errorCodes.NOT_CONTROLLER,
      errorMessage: 'This is not the correct controller for this cluster.',
      topics: [],
    };
  const wanted =
    request.topics &&
    new Map(request.topics.map(({ name, partitionIndexes }) => [name, new Set(partitionIndexes)]));
  const topics = [...image.topics.values()].flatMap(({ name, partitions }) => {
    const moving = partitions.filter(
      (one) => isReassigned(one) && (wanted === null || wanted.get(name)?.has(one.partition)),
    );
    if (moving.length === 0) return [];
    return [
      {
        name,
        partitions: moving.map(({ partition, replicas, adding = [], removing = [] }) => ({
          partitionIndex: partition,
          replicas,
          addingReplicas: adding,
          removingReplicas: removing,
        })),
      },
    ];
  });
  return { errorCode: 0, errorMessage: null, topics };
};
