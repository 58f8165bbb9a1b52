import { WireError } from '../bytes/wire-error.ts';
import { KafkaError } from '../messages/errors.ts';
import { type BatchView, splitBatchesInSteps } from '../records/split-batches.ts';

/** The batches of records to append, in steps. Throws {@link KafkaError} unless they are whole, valid, and of `maxBatchBytes` at most. */
export function* checkedBatches(
  records: Buffer,
  maxBatchBytes: number,
): Generator<undefined, readonly BatchView[]> {
  let batches: BatchView[];
  try {
    batches = yield* splitBatchesInSteps(records);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const invalid = error.code === 'magic' || error.code === 'value';
    throw new KafkaError(invalid ? 'INVALID_RECORD' : 'CORRUPT_MESSAGE', error.message);
  }
  if (batches.length === 0) throw new KafkaError('INVALID_RECORD', 'no record batch to append');
  for (const { header } of batches)
    if (header.sizeInBytes > maxBatchBytes)
      throw new KafkaError(
        'MESSAGE_TOO_LARGE',
        `a record batch of \`${header.sizeInBytes}\` bytes, where ${maxBatchBytes} are allowed`,
      );
  return batches;
}
