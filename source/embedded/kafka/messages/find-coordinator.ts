import { defineApi } from './api.ts';
import { array, int8, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

/** `keyType`: what the key identifies. */
export const coordinatorTypes = { group: 0, transaction: 1 } as const;

export interface FindCoordinatorRequest {
  readonly key: string;
  /** One of {@link coordinatorTypes}. */
  readonly keyType: number;
  readonly coordinatorKeys: readonly string[];
}

export interface FindCoordinatorResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly coordinators: readonly Coordinator[];
}

export interface Coordinator {
  readonly key: string;
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** FindCoordinatorRequest and -Response, key 10. v1: key type; v3: flexible; v4: many keys, answered in `coordinators`. */
export const findCoordinator = defineApi<FindCoordinatorRequest, FindCoordinatorResponse>({
  key: 10,
  name: 'FindCoordinator',
  versions: [0, 4],
  flexibleFrom: 3,
  request: struct<FindCoordinatorRequest>({
    key: field(string, '0-3'),
    keyType: field(int8, '1+'),
    coordinatorKeys: field(array(string), '4+'),
  }),
  response: struct<FindCoordinatorResponse>({
    throttleTimeMs: field(int32, '1+'),
    errorCode: field(int16, '0-3'),
    errorMessage: field(nullable(string, '1-3'), '1-3', ''),
    nodeId: field(int32, '0-3'),
    host: field(string, '0-3'),
    port: field(int32, '0-3'),
    coordinators: field(
      array(
        struct<Coordinator>({
          key: field(string, '4+'),
          nodeId: field(int32, '4+'),
          host: field(string, '4+'),
          port: field(int32, '4+'),
          errorCode: field(int16, '4+'),
          errorMessage: field(nullable(string, '4+'), '4+', ''),
        }),
      ),
      '4+',
    ),
  }),
});
