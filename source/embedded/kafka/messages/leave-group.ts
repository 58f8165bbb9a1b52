import { defineApi } from './api.ts';
import { array, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

export interface LeaveGroupRequest {
  readonly groupId: string;
  readonly memberId: string;
  readonly members: readonly MemberIdentity[];
}

export interface MemberIdentity {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly reason: string | null;
}

export interface LeaveGroupResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly members: readonly MemberResponse[];
}

export interface MemberResponse {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly errorCode: number;
}

/** LeaveGroupRequest and -Response, key 13. v3: many members; v4: flexible; v5: reason. */
export const leaveGroup = defineApi<LeaveGroupRequest, LeaveGroupResponse>({
  key: 13,
  name: 'LeaveGroup',
  versions: [0, 5],
  flexibleFrom: 4,
  request: struct<LeaveGroupRequest>({
    groupId: field(string, '0+'),
    memberId: field(string, '0-2'),
    members: field(
      array(
        struct<MemberIdentity>({
          memberId: field(string, '3+'),
          groupInstanceId: field(nullable(string, '3+'), '3+'),
          reason: field(nullable(string, '5+'), '5+'),
        }),
      ),
      '3+',
    ),
  }),
  response: struct<LeaveGroupResponse>({
    throttleTimeMs: field(int32, '1+'),
    errorCode: field(int16, '0+'),
    members: field(
      array(
        struct<MemberResponse>({
          memberId: field(string, '3+'),
          groupInstanceId: field(nullable(string, '3+'), '3+', ''),
          errorCode: field(int16, '3+'),
        }),
      ),
      '3+',
    ),
  }),
});
