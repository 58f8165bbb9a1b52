// DeleteAcls: key 31, v0-3
//
// Versions:
// * v0: the API (KIP-140)
// * v1: pattern types (KIP-290)
// * v2: flexible (KIP-482)
// * v3: users as resources (KIP-373)
//
// Deviations from Kafka 3.3:
// * There is never an authorizer: access control is refused, as a broker without one does.

import type { DeleteAclsRequest, DeleteAclsResponse } from '../../messages/delete-acls.ts';
import { errorCodes } from '../../messages/errors.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleDeleteAcls: Handler<DeleteAclsRequest, DeleteAclsResponse> = ({ filters }) => ({
  filterResults: filters.map(() => ({
    errorCode: errorCodes.SECURITY_DISABLED,
    errorMessage: 'No Authorizer is configured.',
    matchingAcls: [],
  })),
});
