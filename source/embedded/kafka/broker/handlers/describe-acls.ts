// DescribeAcls: key 29, v0-3
//
// Versions:
// * v0: the API (KIP-140)
// * v1: pattern types (KIP-290)
// * v2: flexible (KIP-482)
// * v3: users as resources (KIP-373)
//
// Deviations from Kafka 3.3:
// * There is never an authorizer: access control is refused, as a broker without one does.

import type { AclFilter } from '../../messages/acl-filter.ts';
import type { DescribeAclsResponse } from '../../messages/describe-acls.ts';
import { errorCodes } from '../../messages/errors.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleDescribeAcls: Handler<AclFilter, DescribeAclsResponse> = () => ({
  errorCode: errorCodes.SECURITY_DISABLED,
  errorMessage: 'No Authorizer is configured on the broker',
  resources: [],
});
