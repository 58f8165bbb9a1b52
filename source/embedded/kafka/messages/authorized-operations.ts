/** Kafka's codes of the operations that access control knows (`AclOperation`). */
const operations = {
  read: 3,
  write: 4,
  create: 5,
  delete: 6,
  alter: 7,
  describe: 8,
  clusterAction: 9,
  describeConfigs: 10,
  alterConfigs: 11,
  idempotentWrite: 12,
} as const;

/** The bit field that says that these operations are allowed: bit n is the operation with the code n (KIP-430). */
function allowing(...names: readonly (keyof typeof operations)[]): number {
  return names.reduce((bits, name) => bits | (1 << operations[name]), 0);
}

/**
 * What a client may do to a resource of each kind, for `authorizedOperations`, an int32 bit field. Without an authorizer that is everything
 * that can be done to it (`AclEntry.supportedOperations`).
 */
export const allOperations = {
  topic: allowing(
    'read',
    'write',
    'create',
    'describe',
    'delete',
    'alter',
    'describeConfigs',
    'alterConfigs',
  ),
  group: allowing('read', 'describe', 'delete'),
  cluster: allowing(
    'create',
    'clusterAction',
    'describeConfigs',
    'alterConfigs',
    'idempotentWrite',
    'alter',
    'describe',
  ),
} as const;
