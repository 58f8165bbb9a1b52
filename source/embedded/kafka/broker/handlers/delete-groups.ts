import { mapInSlices, whenDone } from '../../../bounds/slices.ts';
import type { DeleteGroupsRequest, DeleteGroupsResponse } from '../../messages/delete-groups.ts';
import { errorCodes } from '../../messages/errors.ts';
import type { Handler } from '../request-context.ts';

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
