import { type AclFilter, aclFilter, literalPattern } from './acl-filter.ts';
import { defineApi } from './api.ts';
import { array, int8, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

export interface DescribeAclsResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly resources: readonly AclsOfResource[];
}

export interface AclsOfResource {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly patternType: number;
  readonly acls: readonly AclDescription[];
}

export interface AclDescription {
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly permissionType: number;
}

/** DescribeAclsRequest and -Response, key 29. v1: pattern types (KIP-290); v2: flexible; v3: users as resources. */
export const describeAcls = defineApi<AclFilter, DescribeAclsResponse>({
  key: 29,
  name: 'DescribeAcls',
  versions: [0, 3],
  flexibleFrom: 2,
  request: aclFilter,
  response: struct<DescribeAclsResponse>({
    throttleTimeMs: field(int32, '0+'),
    errorCode: field(int16, '0+'),
    errorMessage: field(nullable(string), '0+'),
    resources: field(
      array(
        struct<AclsOfResource>({
          resourceType: field(int8, '0+'),
          resourceName: field(string, '0+'),
          patternType: field(int8, '1+', literalPattern),
          acls: field(
            array(
              struct<AclDescription>({
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
