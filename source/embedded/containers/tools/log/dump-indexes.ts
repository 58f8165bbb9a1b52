import type { LogSource } from './log-source.ts';

const offsetEntryBytes = 8;
const timeEntryBytes = 12;

/** The entries of a `.index` file: `offset` relative to its name, `position` in the log. Ends at the zeros of a preallocated file. */
export function* offsetEntries(
  source: LogSource,
  baseOffset: number,
): Generator<{ offset: number; position: number }> {
  for (let at = 0; at + offsetEntryBytes <= source.size; at += offsetEntryBytes) {
    const entry = source.read(at, offsetEntryBytes);
    const offset = baseOffset + entry.readInt32BE(0);
    if (offset === baseOffset && at > 0) return;
    yield { offset, position: entry.readInt32BE(4) };
  }
}

/** The entries of a `.timeindex` file. */
export function* timeEntries(
  source: LogSource,
  baseOffset: number,
): Generator<{ timestamp: bigint; offset: number }> {
  for (let at = 0; at + timeEntryBytes <= source.size; at += timeEntryBytes) {
    const entry = source.read(at, timeEntryBytes);
    const offset = baseOffset + entry.readInt32BE(8);
    if (offset === baseOffset && at > 0) return;
    yield { timestamp: entry.readBigInt64BE(0), offset };
  }
}
