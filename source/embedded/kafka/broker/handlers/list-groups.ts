// ListGroups: key 16, v0-4
//
// Versions:
// * v3: flexible (KIP-482)
// * v4: filter by state (KIP-518)
//
// Deviations from Kafka 3.3: none known beyond those of every handler (table.ts).

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
