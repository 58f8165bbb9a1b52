import { WireError } from '../../bytes/wire-error.ts';
import { noTimestamp } from '../../messages/sentinels.ts';
import { visitRecords } from '../../records/visit-records.ts';

/** What a broker checks of a batch's records. */
export interface RecordSummary {
  readonly hasAllKeys: boolean;
  /** ms, of the records that have a time; infinite if none has. */
  readonly earliest: number;
  /** ms; −1 if none has a time. */
  readonly latest: number;
}

/** Reads the records of a client's batch once, in steps. Returns the error for a batch that cannot be decompressed here. */
export function* summarizeRecords(batch: Buffer): Generator<undefined, RecordSummary | WireError> {
  let hasAllKeys = true;
  let earliest = Number.POSITIVE_INFINITY;
  let latest = noTimestamp;
  try {
    yield* visitRecords(batch, ({ key, timestamp }) => {
      if (key === null) hasAllKeys = false;
      if (timestamp > latest) latest = timestamp;
      if (timestamp < earliest && timestamp !== noTimestamp) earliest = timestamp;
      return true;
    });
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return error;
  }
  return { hasAllKeys, earliest, latest };
}
