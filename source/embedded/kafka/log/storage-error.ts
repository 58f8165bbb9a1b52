import { describeError } from '../../../errors/lab-error.ts';
import { KafkaError } from '../messages/errors.ts';

/** Told what the disk refuses: `appending records to`, `cleaning`. */
export type OnFailure = (doing: string, cause: Error) => void;

/** Runs file operations; what the file system refuses is KAFKA_STORAGE_ERROR to Kafka, and told to `onFailure`. */
export function storage<T>(doing: string, onFailure: OnFailure | undefined, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw storageError(doing, onFailure, cause);
  }
}

/** The same for what is caught elsewhere. */
export function storageError(doing: string, onFailure: OnFailure | undefined, cause: unknown): KafkaError {
  if (cause instanceof KafkaError) return cause;
  onFailure?.(doing, cause as Error);
  return new KafkaError('KAFKA_STORAGE_ERROR', `the log cannot be used: ${describeError(cause)}`, { cause });
}
