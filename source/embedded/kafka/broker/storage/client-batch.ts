import { WireError } from '../../bytes/wire-error.ts';
import { KafkaError } from '../../messages/errors.ts';
import { type BatchHeader, isControl, isTransactional, readBatchHeader } from '../../records/batch-header.ts';
import { type BatchIdentity, lastSequenceOf } from './producer-states.ts';

/** The header of the one batch that a client may send to a partition. Throws {@link KafkaError}. */
export function readClientBatch(records: Buffer): BatchHeader {
  const header = asKafkaError(() => readBatchHeader(records));
  if (header.sizeInBytes < records.length)
    throw new KafkaError(
      'INVALID_RECORD',
      'Produce requests are only allowed to contain exactly one record batch',
    );
  if (isControl(header.attributes))
    throw new KafkaError('INVALID_RECORD', 'Clients are not allowed to write control records');
  if (isTransactional(header.attributes))
    throw new KafkaError('INVALID_TXN_STATE', 'There is no transaction coordinator here');
  return header;
}

function asKafkaError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw kafkaErrorOf(error);
  }
}

/** Steps whose {@link WireError} is thrown as Kafka's error for it. */
export function* asKafkaErrorInSteps<T>(steps: Generator<undefined, T>): Generator<undefined, T> {
  try {
    return yield* steps;
  } catch (error) {
    throw kafkaErrorOf(error);
  }
}

function kafkaErrorOf(error: unknown): unknown {
  if (!(error instanceof WireError)) return error;
  return new KafkaError(error.code === 'magic' ? 'INVALID_RECORD' : 'CORRUPT_MESSAGE', error.message);
}

/** What a producer with an id numbers its batches by. Throws {@link KafkaError}. */
export function identityOf(header: BatchHeader): BatchIdentity {
  const { producerId, producerEpoch, baseSequence, lastOffsetDelta } = header;
  if (producerEpoch < 0 || baseSequence < 0)
    throw new KafkaError('INVALID_RECORD', `sequence \`${baseSequence}\` in epoch \`${producerEpoch}\``);
  return {
    producerId,
    producerEpoch,
    baseSequence,
    lastSequence: lastSequenceOf(baseSequence, lastOffsetDelta + 1),
  };
}
