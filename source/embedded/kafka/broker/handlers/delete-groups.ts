// DeleteGroups: key 42, v0-2
//
// Versions:
// * v0: the API (KIP-229)
// * v2: flexible (KIP-482)
//
// Deviations from Kafka 3.3: none known beyond those of every handler (table.ts).

import { mapInSlices } from '../../../bounds/lanes/kafka.ts';
import { whenDone } from '../../../bounds/slices.ts';
import type { DeleteGroupsRequest, DeleteGroupsResponse } from '../../messages/delete-groups.ts';
import { errorCodes } from '../../messages/errors.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleDeleteGroups: Handler<DeleteGroupsRequest, DeleteGroupsResponse> = (
  request,
  { broker },
) => {
  const deleted = mapInSlices([...new Set(request.groupsNames)], (groupId) => ({
    groupId,
    errorCode: errorCodes[broker.coordinator.delete(groupId)],
  }));
  return whenDone(deleted, (results) => ({ results }));
};
