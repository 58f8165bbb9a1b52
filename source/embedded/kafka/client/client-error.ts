/** Why a call to a broker failed; a closed set. Error codes in a response are a `KafkaError` instead. */
export type ClientErrorCode =
  | 'closed' // the connection ended, or was closed, before the answer
  | 'timeout' // no answer in time
  | 'protocol' // an answer that Kafka's protocol does not allow
  | 'unsupported' // no version that both sides speak
  | 'unreachable'; // no broker could be connected to

export class KafkaClientError extends Error {
  readonly code: ClientErrorCode;

  constructor(code: ClientErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'KafkaClientError';
    this.code = code;
  }
}
