import { literalPattern } from './acl-filter.ts';
import { defineApi } from './api.ts';
import { array, int8, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

export interface CreateAclsRequest {
  readonly creations: readonly AclCreation[];
}

export interface AclCreation {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly resourcePatternType: number;
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly permissionType: number;
}

export interface CreateAclsResponse {
  readonly throttleTimeMs: number;
  readonly results: readonly AclCreationResult[];
}

export interface AclCreationResult {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** CreateAclsRequest and -Response, key 30. v1: pattern types (KIP-290); v2: flexible; v3: users as resources. */
export const createAcls = defineApi<CreateAclsRequest, CreateAclsResponse>({
  key: 30,
  name: 'CreateAcls',
  versions: [0, 3],
  flexibleFrom: 2,
  request: struct<CreateAclsRequest>({
    creations: field(
      array(
        struct<AclCreation>({
          resourceType: field(int8, '0+'),
          resourceName: field(string, '0+'),
          resourcePatternType: field(int8, '1+', literalPattern),
          principal: field(string, '0+'),
          host: field(string, '0+'),
          operation: field(int8, '0+'),
          permissionType: field(int8, '0+'),
        }),
      ),
      '0+',
    ),
  }),
  response: struct<CreateAclsResponse>({
    throttleTimeMs: field(int32, '0+'),
    results: field(
      array(
        struct<AclCreationResult>({
          errorCode: field(int16, '0+'),
          errorMessage: field(nullable(string), '0+'),
        }),
      ),
      '0+',
    ),
  }),
});
