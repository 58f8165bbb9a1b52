import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import type { AclFilter } from '../../../kafka/messages/acl-filter.ts';
import { createAcls } from '../../../kafka/messages/create-acls.ts';
import { deleteAcls } from '../../../kafka/messages/delete-acls.ts';
import { describeAcls } from '../../../kafka/messages/describe-acls.ts';
import { checkErrorCode } from '../../../kafka/messages/errors.ts';
import type { AclBindings } from './acl-bindings.ts';
import {
  type AclEntry,
  aclOperations,
  any,
  patternTypes,
  permissionTypes,
  type Resource,
  resourceTypes,
} from './acl-model.ts';

/** Asks for the ACLs of a resource, or for all. Rejects with what the broker refuses; without an authorizer there is nothing else. */
export async function describe(cluster: ClusterClient, resource: Resource | undefined): Promise<void> {
  const connection = await cluster.any();
  const { errorCode, errorMessage } = await connection.call(describeAcls, filterOf(resource));
  checkErrorCode(errorCode, errorMessage);
}

/** Rejects with what the broker refuses. */
export async function create(cluster: ClusterClient, { resource, entries }: AclBindings): Promise<void> {
  const connection = await cluster.any();
  const { results } = await connection.call(createAcls, {
    creations: entries.map(({ principal, host, operation, permission }) => ({
      resourceType: resourceTypes[resource.type],
      resourceName: resource.name,
      resourcePatternType: patternTypes[resource.pattern],
      principal,
      host,
      operation: aclOperations[operation],
      permissionType: permissionTypes[permission],
    })),
  });
  for (const { errorCode, errorMessage } of results) checkErrorCode(errorCode, errorMessage);
}

/** Removes these ACLs of the resources that match, or all of theirs. Rejects with what the broker refuses. */
export async function remove(cluster: ClusterClient, { resource, entries }: AclBindings): Promise<void> {
  const connection = await cluster.any();
  const filters = entries.length === 0 ? [undefined] : entries;
  const { filterResults } = await connection.call(deleteAcls, {
    filters: filters.map((entry) => filterOf(resource, entry)),
  });
  for (const { errorCode, errorMessage } of filterResults) checkErrorCode(errorCode, errorMessage);
}

function filterOf(resource: Resource | undefined, entry?: AclEntry): AclFilter {
  return {
    resourceTypeFilter: resource === undefined ? any : resourceTypes[resource.type],
    resourceNameFilter: resource?.name ?? null,
    patternTypeFilter: resource === undefined ? any : patternTypes[resource.pattern],
    principalFilter: entry?.principal ?? null,
    hostFilter: entry?.host ?? null,
    operation: entry === undefined ? any : aclOperations[entry.operation],
    permissionType: entry === undefined ? any : permissionTypes[entry.permission],
  };
}
