import { defineApi } from './api.ts';
import { array, bytes, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

export interface SyncGroupRequest {
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  /** From the leader; empty from the others. */
  readonly assignments: readonly SyncGroupAssignment[];
}

export interface SyncGroupAssignment {
  readonly memberId: string;
  readonly assignment: Uint8Array;
}

export interface SyncGroupResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  /** A ConsumerProtocolAssignment where the type is `consumer`. */
  readonly assignment: Uint8Array;
}

/** SyncGroupRequest and -Response, key 14. v3: static members; v4: flexible; v5: protocol type and name. */
export const syncGroup = defineApi<SyncGroupRequest, SyncGroupResponse>({
  key: 14,
  name: 'SyncGroup',
  versions: [0, 5],
  flexibleFrom: 4,
  request: struct<SyncGroupRequest>({
    groupId: field(string, '0+'),
    generationId: field(int32, '0+'),
    memberId: field(string, '0+'),
    groupInstanceId: field(nullable(string, '3+'), '3+'),
    protocolType: field(nullable(string, '5+'), '5+'),
    protocolName: field(nullable(string, '5+'), '5+'),
    assignments: field(
      array(
        struct<SyncGroupAssignment>({
          memberId: field(string, '0+'),
          assignment: field(bytes, '0+'),
        }),
      ),
      '0+',
    ),
  }),
  response: struct<SyncGroupResponse>({
    throttleTimeMs: field(int32, '1+'),
    errorCode: field(int16, '0+'),
    protocolType: field(nullable(string, '5+'), '5+'),
    protocolName: field(nullable(string, '5+'), '5+'),
    assignment: field(bytes, '0+'),
  }),
});
