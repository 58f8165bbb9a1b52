// JoinGroup: key 11, v0-9
//
// Versions:
// * v1: rebalance timeout (KIP-62)
// * v4: MEMBER_ID_REQUIRED (KIP-394)
// * v5: static members (KIP-345)
// * v6: flexible (KIP-482)
// * v7: protocol type in the response (KIP-559)
// * v8: reason (KIP-800)
// * v9: the leader may skip the assignment (KIP-814)
//
// Deviations from Kafka 3.3:
// * `reason` is ignored.
// * `skipAssignment` is always false: a static leader that comes back is told its old member id as the
//   leader, as before v9.
// * Groups of a broker, members and protocols are bounded (`mostGroups`, `mostMembers`, `mostProtocols`,
//   `mostGroupBytes`, and `mostMemberBytes` for all groups): GROUP_MAX_SIZE_REACHED beyond.

import type { JoinResult } from '../../groups/member.ts';
import { errorCodes } from '../../messages/errors.ts';
import type { JoinGroupRequest, JoinGroupResponse } from '../../messages/join-group.ts';
import type { Draft } from '../../messages/schema.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleJoinGroup: Handler<JoinGroupRequest, JoinGroupResponse> = (request, context) =>
  new Promise<Draft<JoinGroupResponse>>((resolve) => {
    const { groupInstanceId, rebalanceTimeoutMs, sessionTimeoutMs } = request;
    context.broker.coordinator.join(
      {
        groupId: request.groupId,
        memberId: request.memberId,
        groupInstanceId,
        clientId: context.clientId,
        clientHost: context.clientHost,
        sessionTimeoutMs,
        rebalanceTimeoutMs: context.version === 0 ? sessionTimeoutMs : rebalanceTimeoutMs,
        protocolType: request.protocolType,
        // Copies: a view would keep the whole request in memory for the member's lifetime.
        protocols: request.protocols.map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata) })),
        requireKnownMemberId: context.version >= 4 && groupInstanceId === null,
      },
      answerBy(resolve, context.version),
    );
  });

/** A function of its own, which does not refer to the request: a member may wait for minutes, and after its connection has closed. */
function answerBy(
  resolve: (response: Draft<JoinGroupResponse>) => void,
  version: number,
): (result: JoinResult) => void {
  return ({ error, protocolName, ...result }) =>
    resolve({
      ...result,
      errorCode: errorCodes[error],
      protocolName: protocolName ?? (version >= 7 ? null : ''),
    });
}
