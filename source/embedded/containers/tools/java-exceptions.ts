import type { ErrorName } from '../../kafka/messages/errors.ts';

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

/** The Java exception for a protocol error. */
export function javaException(code: ErrorName): string {
  const name =
    ownNames[code] ?? code.toLowerCase().replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `org.apache.kafka.common.errors.${name}Exception`;
}
