import { int8, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

/** `patternType` of a resource that is named whole, not by a prefix (KIP-290). */
export const literalPattern = 3;

/** Which ACLs a request means: the body of DescribeAcls, and each filter of DeleteAcls. */
export interface AclFilter {
  readonly resourceTypeFilter: number;
  /** Null: any. */
  readonly resourceNameFilter: string | null;
  readonly patternTypeFilter: number;
  /** Null: any. */
  readonly principalFilter: string | null;
  /** Null: any. */
  readonly hostFilter: string | null;
  readonly operation: number;
  readonly permissionType: number;
}

export const aclFilter = struct<AclFilter>({
  resourceTypeFilter: field(int8, '0+'),
  resourceNameFilter: field(nullable(string), '0+'),
  patternTypeFilter: field(int8, '1+', literalPattern),
  principalFilter: field(nullable(string), '0+'),
  hostFilter: field(nullable(string), '0+'),
  operation: field(int8, '0+'),
  permissionType: field(int8, '0+'),
});
