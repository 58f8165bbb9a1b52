import { defineApi } from './api.ts';
import { array, boolean, bytes, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';
import { noGeneration } from './sentinels.ts';

/** `rebalanceTimeoutMs` in version 0, where the session timeout serves for both. */
export const noRebalanceTimeout = -1;

export interface JoinGroupRequest {
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  /** −1 in version 0: the session timeout is used. */
  readonly rebalanceTimeoutMs: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly protocolType: string;
  readonly protocols: readonly JoinGroupProtocol[];
  readonly reason: string | null;
}

export interface JoinGroupProtocol {
  readonly name: string;
  /** A ConsumerProtocolSubscription if the type is `consumer`. */
  readonly metadata: Uint8Array;
}

export interface JoinGroupResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leader: string;
  readonly skipAssignment: boolean;
  readonly memberId: string;
  /** Only for the leader; empty for the others. */
  readonly members: readonly JoinGroupMember[];
}

export interface JoinGroupMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly metadata: Uint8Array;
}

/** JoinGroupRequest and -Response, key 11. v1: rebalance timeout; v4: MEMBER_ID_REQUIRED; v5: static members; v6: flexible; v7: protocol type in the answer; v8: reason; v9: a leader may skip the assignment. */
export const joinGroup = defineApi<JoinGroupRequest, JoinGroupResponse>({
  key: 11,
  name: 'JoinGroup',
  versions: [0, 9],
  flexibleFrom: 6,
  request: struct<JoinGroupRequest>({
    groupId: field(string, '0+'),
    sessionTimeoutMs: field(int32, '0+'),
    rebalanceTimeoutMs: field(int32, '1+', noRebalanceTimeout),
    memberId: field(string, '0+'),
    groupInstanceId: field(nullable(string, '5+'), '5+'),
    protocolType: field(string, '0+'),
    protocols: field(
      array(
        struct<JoinGroupProtocol>({
          name: field(string, '0+'),
          metadata: field(bytes, '0+'),
        }),
      ),
      '0+',
    ),
    reason: field(nullable(string, '8+'), '8+'),
  }),
  response: struct<JoinGroupResponse>({
    throttleTimeMs: field(int32, '2+'),
    errorCode: field(int16, '0+'),
    generationId: field(int32, '0+', noGeneration),
    protocolType: field(nullable(string, '7+'), '7+'),
    protocolName: field(nullable(string, '7+'), '0+', ''),
    leader: field(string, '0+'),
    skipAssignment: field(boolean, '9+'),
    memberId: field(string, '0+'),
    members: field(
      array(
        struct<JoinGroupMember>({
          memberId: field(string, '0+'),
          groupInstanceId: field(nullable(string, '5+'), '5+'),
          metadata: field(bytes, '0+'),
        }),
      ),
      '0+',
    ),
  }),
});
