// LeaveGroup: key 13, v0-5
//
// Versions:
// * v3: several members, static members (KIP-345)
// * v4: flexible (KIP-482)
// * v5: reason (KIP-800)
//
// Deviations from Kafka 3.3:
// * `reason` is ignored.

import { errorCodes } from '../../messages/errors.ts';
import type { LeaveGroupRequest, LeaveGroupResponse } from '../../messages/leave-group.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleLeaveGroup: Handler<LeaveGroupRequest, LeaveGroupResponse> = (request, context) => {
  const leaving =
    context.version >= 3
      ? request.members.map(({ memberId, groupInstanceId }) => ({ memberId, groupInstanceId }))
      : [{ memberId: request.memberId, groupInstanceId: null }];
  const { error, members } = context.broker.coordinator.leave(request.groupId, leaving);
  // Before version 3 a single member leaves, and its error is the error of the response.
  if (context.version < 3) return { errorCode: errorCodes[error === 'NONE' ? (members[0] ?? error) : error] };
  return {
    errorCode: errorCodes[error],
    members: members.map((one, index) => ({ ...leaving[index], errorCode: errorCodes[one] })),
  };
};
