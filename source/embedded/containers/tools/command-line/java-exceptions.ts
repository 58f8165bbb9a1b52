import type { ErrorName, KafkaError } from '../../../kafka/messages/errors.ts';

/** Errors whose exception has a different name (org.apache.kafka.common.protocol.Errors). */
const ownNames: Partial<Record<ErrorName, string>> = {
  CORRUPT_MESSAGE: 'CorruptRecord',
  GROUP_MAX_SIZE_REACHED: 'GroupMaxSizeReached',
  INVALID_CONFIG: 'InvalidConfiguration',
  INVALID_COMMIT_OFFSET_SIZE: 'InvalidCommitOffsetSize',
  INVALID_TOPIC_EXCEPTION: 'InvalidTopic',
  LOG_DIR_NOT_FOUND: 'LogDirNotFound',
  MESSAGE_TOO_LARGE: 'RecordTooLarge',
  NON_EMPTY_GROUP: 'GroupNotEmpty',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'OutOfOrderSequence',
  RECORD_LIST_TOO_LARGE: 'RecordBatchTooLarge',
  REQUEST_TIMED_OUT: 'Timeout',
  TOPIC_ALREADY_EXISTS: 'TopicExists',
  UNKNOWN_SERVER_ERROR: 'UnknownServer',
};

/** What the Java client says of an error for which the broker sent no text of its own. */
const messages: Partial<Record<ErrorName, string>> = {
  COORDINATOR_NOT_AVAILABLE: 'The coordinator is not available.',
  ELECTION_NOT_NEEDED: 'Leader election not needed for topic partition.',
  GROUP_ID_NOT_FOUND: 'The group id does not exist.',
  GROUP_SUBSCRIBED_TO_TOPIC:
    'Deleting offsets of a topic is forbidden while the consumer group is actively subscribed to it.',
  INVALID_GROUP_ID: 'The configured groupId is invalid.',
  INVALID_TOPIC_EXCEPTION: 'The request attempted to perform an operation on an invalid topic.',
  LEADER_NOT_AVAILABLE:
    'There is no leader for this topic-partition as we are in the middle of a leadership election.',
  MESSAGE_TOO_LARGE:
    'The request included a message larger than the max message size the server will accept.',
  NON_EMPTY_GROUP: 'The group is not empty.',
  NOT_ENOUGH_REPLICAS: 'Messages are rejected since there are fewer in-sync replicas than required.',
  NOT_LEADER_OR_FOLLOWER:
    'For requests intended only for the leader, this error indicates that the broker is not the current leader. For requests ' +
    'intended for any replica, this error indicates that the broker is not a replica of the topic partition.',
  OFFSET_OUT_OF_RANGE: 'The requested offset is not within the range of offsets maintained by the server.',
  POLICY_VIOLATION: 'Request parameters do not satisfy the configured policy.',
  UNKNOWN_TOPIC_OR_PARTITION: 'This server does not host this topic-partition.',
};

/** The Java exception for a protocol error. */
export function javaException(code: ErrorName): string {
  const name =
    ownNames[code] ?? code.toLowerCase().replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `org.apache.kafka.common.errors.${name}Exception`;
}

/** The message of that exception. */
export function javaMessage({ code, message }: KafkaError): string {
  const isPlain = message === code || message.startsWith(`${code} (`);
  return isPlain ? (messages[code] ?? message) : message;
}
