import { describeError } from '../../../errors/lab-error.ts';
import { KafkaError } from '../messages/errors.ts';

/** Called with disk errors and the operation: `appending records to`, `cleaning`. */
export type OnFailure = (doing: string, cause: Error) => void;

/** Runs file operations. File system errors become KAFKA_STORAGE_ERROR and go to `onFailure`. */
export function storage<T>(doing: string, onFailure: OnFailure | undefined, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw storageError(doing, onFailure, cause);
  }
}

/** The same for errors caught elsewhere. */
export function storageError(doing: string, onFailure: OnFailure | undefined, cause: unknown): KafkaError {
  if (cause instanceof KafkaError) return cause;
  onFailure?.(doing, cause as Error);
  return new KafkaError('KAFKA_STORAGE_ERROR', `the log cannot be used: ${describeError(cause)}`, { cause });
}
