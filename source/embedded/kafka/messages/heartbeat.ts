import { defineApi } from './api.ts';
import { int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

export interface HeartbeatRequest {
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

export interface HeartbeatResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
}

/** HeartbeatRequest and -Response, key 12. v3: static members; v4: flexible. */
export const heartbeat = defineApi<HeartbeatRequest, HeartbeatResponse>({
  key: 12,
  name: 'Heartbeat',
  versions: [0, 4],
  flexibleFrom: 4,
  request: struct<HeartbeatRequest>({
    groupId: field(string, '0+'),
    generationId: field(int32, '0+'),
    memberId: field(string, '0+'),
    groupInstanceId: field(nullable(string, '3+'), '3+'),
  }),
  response: struct<HeartbeatResponse>({
    throttleTimeMs: field(int32, '1+'),
    errorCode: field(int16, '0+'),
  }),
});
