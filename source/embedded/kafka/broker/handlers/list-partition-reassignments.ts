// ListPartitionReassignments: key 46, v0-0
//
// Versions:
// * v0: the API, flexible (KIP-455)
//
// Deviations from Kafka 3.3:
// * Replicas never move, so none is listed.

import { errorCodes } from '../../messages/errors.ts';
import type {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from '../../messages/list-partition-reassignments.ts';
import type { Handler } from '../requests/request-context.ts';

/** Replicas never move here, so no reassignment is ever in progress. */
export const handleListPartitionReassignments: Handler<
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse
> = (_, { broker }) => {
  const isController = broker.cluster.image.controllerId === broker.id;
  return {
    errorCode: isController ? 0 : errorCodes.NOT_CONTROLLER,
    errorMessage: isController ? null : 'This is not the correct controller for this cluster.',
    topics: [],
  };
};
