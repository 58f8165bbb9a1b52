import { type AclFilter, aclFilter, literalPattern } from './acl-filter.ts';
import { defineApi } from './api.ts';
import { array, int8, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

export interface DeleteAclsRequest {
  readonly filters: readonly AclFilter[];
}

export interface DeleteAclsResponse {
  readonly throttleTimeMs: number;
  readonly filterResults: readonly DeleteAclsFilterResult[];
}

export interface DeleteAclsFilterResult {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly matchingAcls: readonly DeletedAcl[];
}

export interface DeletedAcl {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly resourceType: number;
  readonly resourceName: string;
  readonly patternType: number;
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly permissionType: number;
}

/** DeleteAclsRequest and -Response, key 31. v1: pattern types (KIP-290); v2: flexible; v3: users as resources. */
export const deleteAcls = defineApi<DeleteAclsRequest, DeleteAclsResponse>({
  key: 31,
  name: 'DeleteAcls',
  versions: [0, 3],
  flexibleFrom: 2,
  request: struct<DeleteAclsRequest>({
    filters: field(array(aclFilter), '0+'),
  }),
  response: struct<DeleteAclsResponse>({
    throttleTimeMs: field(int32, '0+'),
    filterResults: field(
      array(
        struct<DeleteAclsFilterResult>({
          errorCode: field(int16, '0+'),
          errorMessage: field(nullable(string), '0+'),
          matchingAcls: field(
            array(
              struct<DeletedAcl>({
                errorCode: field(int16, '0+'),
                errorMessage: field(nullable(string), '0+'),
                resourceType: field(int8, '0+'),
                resourceName: field(string, '0+'),
                patternType: field(int8, '1+', literalPattern),
                principal: field(string, '0+'),
                host: field(string, '0+'),
                operation: field(int8, '0+'),
                permissionType: field(int8, '0+'),
              }),
            ),
            '0+',
          ),
        }),
      ),
      '0+',
    ),
  }),
});
