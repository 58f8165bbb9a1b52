import { expect, it } from 'vitest';
import { createAcls } from '../../../../../source/embedded/kafka/messages/create-acls.ts';
import { deleteAcls } from '../../../../../source/embedded/kafka/messages/delete-acls.ts';
import { describeAcls } from '../../../../../source/embedded/kafka/messages/describe-acls.ts';
import { errorCodes } from '../../../../../source/embedded/kafka/messages/errors.ts';
import { oneBroker } from './one-broker.ts';

const broker = oneBroker();
const { SECURITY_DISABLED: errorCode } = errorCodes;
const filter = {
  resourceTypeFilter: 2,
  resourceNameFilter: null,
  principalFilter: null,
  hostFilter: null,
  operation: 1,
  permissionType: 1,
};

it('access control was not served: describing', async () => {
  expect(await broker.connection().call(describeAcls, filter)).toMatchObject({
    errorCode,
    errorMessage: 'No Authorizer is configured on the broker',
    resources: [],
  });
});

it('access control was not served: creating, one result for each', async () => {
  const creation = {
    resourceType: 2,
    resourceName: 't',
    principal: 'User:u',
    host: '*',
    operation: 3,
    permissionType: 3,
  };
  const { results } = await broker.connection().call(createAcls, { creations: [creation, creation] });
  const refused = { errorCode, errorMessage: 'No Authorizer is configured.' };
  expect(results).toEqual([refused, refused]);
});

it('access control was not served: deleting, one result for each', async () => {
  const { filterResults } = await broker.connection().call(deleteAcls, { filters: [filter, filter] });
  const refused = { errorCode, errorMessage: 'No Authorizer is configured.', matchingAcls: [] };
  expect(filterResults).toEqual([refused, refused]);
});
