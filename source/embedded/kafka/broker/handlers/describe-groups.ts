// DescribeGroups: key 15, v0-5
//
// Versions:
// * v3: authorized operations (KIP-430)
// * v4: static members (KIP-345)
// * v5: flexible (KIP-482)
//
// Deviations from Kafka 3.3:
// * A group that the request names twice is described once.

import { mapInSlices } from '../../../bounds/lanes/kafka.ts';
import { whenDone } from '../../../bounds/slices.ts';
import { allOperations } from '../../messages/authorized-operations.ts';
import type { DescribeGroupsRequest, DescribeGroupsResponse } from '../../messages/describe-groups.ts';
import { errorCodes } from '../../messages/errors.ts';
import { noAuthorizedOperations } from '../../messages/sentinels.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleDescribeGroups: Handler<DescribeGroupsRequest, DescribeGroupsResponse> = (
  request,
  { broker },
) => {
  // A group named twice is described once, since it may have many members.
  const described = mapInSlices([...new Set(request.groups)], (groupId) => {
    const { error, ...description } = broker.coordinator.describe(groupId);
    const authorizedOperations =
      request.includeAuthorizedOperations && error === 'NONE' ? allOperations.group : noAuthorizedOperations;
    return { ...description, errorCode: errorCodes[error], authorizedOperations };
  });
  return whenDone(described, (groups) => ({ groups }));
};
