/** The codes of the protocol by Kafka's names (org.apache.kafka.common.resource and .acl). */
export const resourceTypes = {
  TOPIC: 2,
  GROUP: 3,
  CLUSTER: 4,
  TRANSACTIONAL_ID: 5,
  DELEGATION_TOKEN: 6,
  USER: 7,
} as const;
export type ResourceType = keyof typeof resourceTypes;

export const patternTypes = { ANY: 1, MATCH: 2, LITERAL: 3, PREFIXED: 4 } as const;
export type PatternType = keyof typeof patternTypes;

export const aclOperations = {
  UNKNOWN: 0,
  ANY: 1,
  ALL: 2,
  READ: 3,
  WRITE: 4,
  CREATE: 5,
  DELETE: 6,
  ALTER: 7,
  DESCRIBE: 8,
  CLUSTER_ACTION: 9,
  DESCRIBE_CONFIGS: 10,
  ALTER_CONFIGS: 11,
  IDEMPOTENT_WRITE: 12,
  CREATE_TOKENS: 13,
  DESCRIBE_TOKENS: 14,
} as const;
export type AclOperation = keyof typeof aclOperations;

/** In any filter: whatever it is. */
export const any = 1;
export const permissionTypes = { DENY: 2, ALLOW: 3 } as const;
export type PermissionType = keyof typeof permissionTypes;

/** What can be allowed on a resource, besides ALL. */
export const supportedOperations: Readonly<Record<ResourceType, readonly AclOperation[]>> = {
  TOPIC: ['READ', 'WRITE', 'CREATE', 'DESCRIBE', 'DELETE', 'ALTER', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'],
  GROUP: ['READ', 'DESCRIBE', 'DELETE'],
  CLUSTER: [
    ...(['CREATE', 'CLUSTER_ACTION', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS', 'IDEMPOTENT_WRITE'] as const),
    ...(['ALTER', 'DESCRIBE'] as const),
  ],
  TRANSACTIONAL_ID: ['DESCRIBE', 'WRITE'],
  DELEGATION_TOKEN: ['DESCRIBE'],
  USER: ['CREATE_TOKENS', 'DESCRIBE_TOKENS'],
};

/** `DescribeConfigs`, in that or in one case throughout; UNKNOWN for anything else. */
export function operationNamed(text: string): AclOperation {
  const names = Object.keys(aclOperations) as AclOperation[];
  return names.find((name) => name.replaceAll('_', '') === text.toUpperCase()) ?? 'UNKNOWN';
}

export interface Resource {
  readonly type: ResourceType;
  readonly name: string;
  readonly pattern: PatternType;
}

export interface AclEntry {
  readonly principal: string;
  readonly host: string;
  readonly operation: AclOperation;
  readonly permission: PermissionType;
}

export function resourceText({ type, name, pattern }: Resource): string {
  return `ResourcePattern(resourceType=${type}, name=${name}, patternType=${pattern})`;
}

export function entryText({ principal, host, operation, permission }: AclEntry): string {
  return `(principal=${principal}, host=${host}, operation=${operation}, permissionType=${permission})`;
}
