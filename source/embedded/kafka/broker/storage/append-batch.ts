import type { WireError } from '../../bytes/wire-error.ts';
import { KafkaError } from '../../messages/errors.ts';
import { asKafkaErrorInSteps, identityOf, readClientBatch } from './client-batch.ts';
import { correctMaxTimestamp } from './correct-max-timestamp.ts';
import type { PartitionStore } from './partition-store.ts';
import { stampAppendTime } from './stamp-append-time.ts';
import type { RecordSummary } from './summarize-records.ts';

export interface BatchAppend {
  /** `topic-0`, for the error. */
  readonly name: string;
  readonly maxBatchBytes: number;
  /** ms; undefined leaves the records' own times. */
  readonly appendTime: number | undefined;
  /** Of the batch's records, if it has been made. */
  readonly summary?: RecordSummary | WireError | undefined;
  /** The leader epoch as it is now: the append is given up when it changes. */
  readonly leaderEpoch: () => number | undefined;
}

export interface AppendedBatch {
  readonly baseOffset: number;
  /** The offset after the last record. */
  readonly endOffset: number;
  /** The producer had sent it before, and nothing was appended. */
  readonly isDuplicate: boolean;
}

/** Appends a client's batch, in steps. Changes `records` in place. Throws {@link KafkaError}. */
export function* appendBatch(
  store: PartitionStore,
  records: Buffer,
  { name, maxBatchBytes, appendTime, summary, leaderEpoch }: BatchAppend,
): Generator<undefined, AppendedBatch> {
  const header = readClientBatch(records);
  if (header.sizeInBytes > maxBatchBytes)
    throw new KafkaError(
      'MESSAGE_TOO_LARGE',
      `The record batch size in the append to ${name} is ${header.sizeInBytes} bytes ` +
        `which exceeds the maximum configured value of ${maxBatchBytes}.`,
    );
  // Opening the log restores the producer states.
  const { log } = store;
  const identity = header.producerId >= 0 ? identityOf(header) : undefined;
  if (identity) {
    const verdict = store.producers.check(identity);
    if (verdict.kind === 'error') throw new KafkaError(verdict.error);
    if (verdict.kind === 'duplicate') {
      const { baseOffset } = verdict;
      return { baseOffset, endOffset: baseOffset + header.recordCount, isDuplicate: true };
    }
  }
  const { baseOffset, lastOffset } = yield* whileLeader(leaderEpoch, function* (epoch) {
    yield* asKafkaErrorInSteps(
      appendTime === undefined
        ? correctMaxTimestamp(records, header, summary)
        : stampAppendTime(records, appendTime),
    );
    return yield* log.appendInSteps(records, epoch);
  });
  if (identity) store.producers.appended(identity, baseOffset);
  return { baseOffset, endOffset: lastOffset + 1, isDuplicate: false };
}

/** Gives the steps up when the leader changes between two of them. Throws NOT_LEADER_OR_FOLLOWER. */
function* whileLeader<Result>(
  leaderEpoch: () => number | undefined,
  begin: (leaderEpoch: number) => Generator<undefined, Result>,
): Generator<undefined, Result> {
  const epoch = leaderEpoch();
  const steps = begin(epoch ?? 0);
  try {
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      yield;
      if (leaderEpoch() !== epoch) throw new KafkaError('NOT_LEADER_OR_FOLLOWER');
    }
  } finally {
    // A no-op for steps that ended.
    steps.return(undefined as never);
  }
}
