import type { ListGroupsRequest, ListGroupsResponse } from '../../messages/list-groups.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleListGroups: Handler<ListGroupsRequest, ListGroupsResponse> = (request, { broker }) => {
  const wanted = new Set(request.statesFilter);
  const groups = broker.coordinator.list();
  return {
    errorCode: 0,
    groups: wanted.size === 0 ? groups : groups.filter(({ groupState }) => wanted.has(groupState)),
  };
};
