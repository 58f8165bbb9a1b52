/**
 * Kafka 3.3's error codes (kafka.apache.org/protocol, "Error Codes"): name, code, and `retry` where a client may try again.
 */
const table = [
  ['UNKNOWN_SERVER_ERROR', -1, ''],
  ['NONE', 0, ''],
  ['OFFSET_OUT_OF_RANGE', 1, ''],
  ['CORRUPT_MESSAGE', 2, 'retry'],
  ['UNKNOWN_TOPIC_OR_PARTITION', 3, 'retry'],
  ['INVALID_FETCH_SIZE', 4, ''],
  ['LEADER_NOT_AVAILABLE', 5, 'retry'],
  ['NOT_LEADER_OR_FOLLOWER', 6, 'retry'],
  ['REQUEST_TIMED_OUT', 7, 'retry'],
  ['BROKER_NOT_AVAILABLE', 8, ''],
  ['REPLICA_NOT_AVAILABLE', 9, 'retry'],
  ['MESSAGE_TOO_LARGE', 10, ''],
  ['STALE_CONTROLLER_EPOCH', 11, ''],
  ['OFFSET_METADATA_TOO_LARGE', 12, ''],
  ['NETWORK_EXCEPTION', 13, 'retry'],
  ['COORDINATOR_LOAD_IN_PROGRESS', 14, 'retry'],
  ['COORDINATOR_NOT_AVAILABLE', 15, 'retry'],
  ['NOT_COORDINATOR', 16, 'retry'],
  ['INVALID_TOPIC_EXCEPTION', 17, ''],
  ['RECORD_LIST_TOO_LARGE', 18, ''],
  ['NOT_ENOUGH_REPLICAS', 19, 'retry'],
  ['NOT_ENOUGH_REPLICAS_AFTER_APPEND', 20, 'retry'],
  ['INVALID_REQUIRED_ACKS', 21, ''],
  ['ILLEGAL_GENERATION', 22, ''],
  ['INCONSISTENT_GROUP_PROTOCOL', 23, ''],
  ['INVALID_GROUP_ID', 24, ''],
  ['UNKNOWN_MEMBER_ID', 25, ''],
  ['INVALID_SESSION_TIMEOUT', 26, ''],
  ['REBALANCE_IN_PROGRESS', 27, ''],
  ['INVALID_COMMIT_OFFSET_SIZE', 28, ''],
  ['TOPIC_AUTHORIZATION_FAILED', 29, ''],
  ['GROUP_AUTHORIZATION_FAILED', 30, ''],
  ['CLUSTER_AUTHORIZATION_FAILED', 31, ''],
  ['INVALID_TIMESTAMP', 32, ''],
  ['UNSUPPORTED_SASL_MECHANISM', 33, ''],
  ['ILLEGAL_SASL_STATE', 34, ''],
  ['UNSUPPORTED_VERSION', 35, ''],
  ['TOPIC_ALREADY_EXISTS', 36, ''],
  ['INVALID_PARTITIONS', 37, ''],
  ['INVALID_REPLICATION_FACTOR', 38, ''],
  ['INVALID_REPLICA_ASSIGNMENT', 39, ''],
  ['INVALID_CONFIG', 40, ''],
  ['NOT_CONTROLLER', 41, 'retry'],
  ['INVALID_REQUEST', 42, ''],
  ['UNSUPPORTED_FOR_MESSAGE_FORMAT', 43, ''],
  ['POLICY_VIOLATION', 44, ''],
  ['OUT_OF_ORDER_SEQUENCE_NUMBER', 45, ''],
  ['DUPLICATE_SEQUENCE_NUMBER', 46, ''],
  ['INVALID_PRODUCER_EPOCH', 47, ''],
  ['INVALID_TXN_STATE', 48, ''],
  ['INVALID_PRODUCER_ID_MAPPING', 49, ''],
  ['INVALID_TRANSACTION_TIMEOUT', 50, ''],
  ['CONCURRENT_TRANSACTIONS', 51, 'retry'],
  ['TRANSACTION_COORDINATOR_FENCED', 52, ''],
  ['TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 53, ''],
  ['SECURITY_DISABLED', 54, ''],
  ['OPERATION_NOT_ATTEMPTED', 55, ''],
  ['KAFKA_STORAGE_ERROR', 56, 'retry'],
  ['LOG_DIR_NOT_FOUND', 57, ''],
  ['SASL_AUTHENTICATION_FAILED', 58, ''],
  ['UNKNOWN_PRODUCER_ID', 59, ''],
  ['REASSIGNMENT_IN_PROGRESS', 60, ''],
  ['DELEGATION_TOKEN_AUTH_DISABLED', 61, ''],
  ['DELEGATION_TOKEN_NOT_FOUND', 62, ''],
  ['DELEGATION_TOKEN_OWNER_MISMATCH', 63, ''],
  ['DELEGATION_TOKEN_REQUEST_NOT_ALLOWED', 64, ''],
  ['DELEGATION_TOKEN_AUTHORIZATION_FAILED', 65, ''],
  ['DELEGATION_TOKEN_EXPIRED', 66, ''],
  ['INVALID_PRINCIPAL_TYPE', 67, ''],
  ['NON_EMPTY_GROUP', 68, ''],
  ['GROUP_ID_NOT_FOUND', 69, ''],
  ['FETCH_SESSION_ID_NOT_FOUND', 70, 'retry'],
  ['INVALID_FETCH_SESSION_EPOCH', 71, 'retry'],
  ['LISTENER_NOT_FOUND', 72, 'retry'],
  ['TOPIC_DELETION_DISABLED', 73, ''],
  ['FENCED_LEADER_EPOCH', 74, 'retry'],
  ['UNKNOWN_LEADER_EPOCH', 75, 'retry'],
  ['UNSUPPORTED_COMPRESSION_TYPE', 76, ''],
  ['STALE_BROKER_EPOCH', 77, ''],
  ['OFFSET_NOT_AVAILABLE', 78, 'retry'],
  ['MEMBER_ID_REQUIRED', 79, ''],
  ['PREFERRED_LEADER_NOT_AVAILABLE', 80, 'retry'],
  ['GROUP_MAX_SIZE_REACHED', 81, ''],
  ['FENCED_INSTANCE_ID', 82, ''],
  ['ELIGIBLE_LEADERS_NOT_AVAILABLE', 83, 'retry'],
  ['ELECTION_NOT_NEEDED', 84, 'retry'],
  ['NO_REASSIGNMENT_IN_PROGRESS', 85, ''],
  ['GROUP_SUBSCRIBED_TO_TOPIC', 86, ''],
  ['INVALID_RECORD', 87, ''],
  ['UNSTABLE_OFFSET_COMMIT', 88, 'retry'],
  ['THROTTLING_QUOTA_EXCEEDED', 89, 'retry'],
  ['PRODUCER_FENCED', 90, ''],
  ['RESOURCE_NOT_FOUND', 91, ''],
  ['DUPLICATE_RESOURCE', 92, ''],
  ['UNACCEPTABLE_CREDENTIAL', 93, ''],
  ['INCONSISTENT_VOTER_SET', 94, ''],
  ['INVALID_UPDATE_VERSION', 95, ''],
  ['FEATURE_UPDATE_FAILED', 96, ''],
  ['PRINCIPAL_DESERIALIZATION_FAILURE', 97, ''],
  ['SNAPSHOT_NOT_FOUND', 98, ''],
  ['POSITION_OUT_OF_RANGE', 99, ''],
  ['UNKNOWN_TOPIC_ID', 100, 'retry'],
  ['DUPLICATE_BROKER_REGISTRATION', 101, ''],
  ['BROKER_ID_NOT_REGISTERED', 102, ''],
  ['INCONSISTENT_TOPIC_ID', 103, 'retry'],
  ['INCONSISTENT_CLUSTER_ID', 104, ''],
  ['TRANSACTIONAL_ID_NOT_FOUND', 105, ''],
  ['FETCH_SESSION_TOPIC_ID_ERROR', 106, 'retry'],
  ['INELIGIBLE_REPLICA', 107, ''],
  ['NEW_LEADER_ELECTED', 108, ''],
] as const satisfies readonly (readonly [string, number, '' | 'retry'])[];

/** The name of an error, as Kafka's `Errors` spells it. */
export type ErrorName = (typeof table)[number][0];

/** Name → the int16 on the wire: `errorCodes.NOT_LEADER_OR_FOLLOWER` is 6. */
export const errorCodes = Object.fromEntries(table.map(([name, code]) => [name, code])) as Readonly<
  Record<ErrorName, number>
>;

const names = new Map<number, ErrorName>(table.map(([name, code]) => [code, name]));
const retriable = new Set<ErrorName>(table.flatMap(([name, , retry]) => (retry ? [name] : [])));

/** The name of a code from the wire; unknown codes read as `UNKNOWN_SERVER_ERROR`. */
export function errorName(code: number): ErrorName {
  return names.get(code) ?? 'UNKNOWN_SERVER_ERROR';
}

export function isRetriable(name: ErrorName): boolean {
  return retriable.has(name);
}

/** An error that has a code in Kafka's protocol. */
export class KafkaError extends Error {
  readonly code: ErrorName;

  constructor(code: ErrorName, message: string = code, options?: ErrorOptions) {
    // A request may produce one for each partition; stack traces would be useless and expensive.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message, options);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'KafkaError';
    this.code = code;
  }

  /** The int16 on the wire. */
  get errorCode(): number {
    return errorCodes[this.code];
  }

  get retriable(): boolean {
    return isRetriable(this.code);
  }
}

/** The wire code for anything thrown: a {@link KafkaError}'s own, `UNKNOWN_SERVER_ERROR` for the rest. */
export function errorCodeOf(thrown: unknown): number {
  return thrown instanceof KafkaError ? thrown.errorCode : errorCodes.UNKNOWN_SERVER_ERROR;
}

/** Throws a {@link KafkaError} unless the code is NONE. */
export function checkErrorCode(code: number, message?: string | null): void {
  if (code !== 0) throw new KafkaError(errorName(code), message ?? `${errorName(code)} (\`${code}\`)`);
}
