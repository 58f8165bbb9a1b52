import type { DeleteGroupsRequest, DeleteGroupsResponse } from '../../messages/delete-groups.ts';
import { errorCodes } from '../../messages/errors.ts';
import type { Handler } from '../request-context.ts';

export const handleDeleteGroups: Handler<DeleteGroupsRequest, DeleteGroupsResponse> = (
  request,
  { broker },
) => ({
  results: [...new Set(request.groupsNames)].map((groupId) => ({
    groupId,
    errorCode: errorCodes[broker.coordinator.delete(groupId)],
  })),
});
