// SyncGroup: key 14, v0-5
//
// Versions:
// * v3: static members (KIP-345)
// * v4: flexible (KIP-482)
// * v5: protocol type and name (KIP-559)
//
// Deviations from Kafka 3.3:
// * What all groups hold is bounded (`mostMemberBytes`): the leader gets GROUP_MAX_SIZE_REACHED beyond.

import type { SyncResult } from '../../groups/member.ts';
import { errorCodes } from '../../messages/errors.ts';
import type { Draft } from '../../messages/schema.ts';
import type { SyncGroupRequest, SyncGroupResponse } from '../../messages/sync-group.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleSyncGroup: Handler<SyncGroupRequest, SyncGroupResponse> = (request, context) =>
  new Promise<Draft<SyncGroupResponse>>((resolve) => {
    // A copy, for the same reason as in JoinGroup.
    const assignments = request.assignments.map(({ memberId, assignment }) => ({
      memberId,
      assignment: Buffer.from(assignment),
    }));
    context.broker.coordinator.sync({ ...request, assignments }, answerBy(resolve));
  });

/** A function of its own, which does not refer to the request: a member may wait for minutes, and after its connection has closed. */
function answerBy(resolve: (response: Draft<SyncGroupResponse>) => void): (result: SyncResult) => void {
  return ({ error, ...result }) => resolve({ ...result, errorCode: errorCodes[error] });
}
