import { textBytes } from './group-memory.ts';

/** A committed offset, with the field names of the OffsetCommit message. */
export interface CommittedOffset {
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string;
  readonly commitTimestamp: number;
}

/** What an offset takes beside its metadata, and a group or a topic of it beside the name. */
const overhead = 384;

/** The memory that a committed offset holds. */
export function offsetMemory(committed: CommittedOffset): number {
  return overhead + textBytes(committed.metadata);
}

/** The memory that the first offset of a group, or of a topic in it, adds. */
export function nameMemory(name: string): number {
  return overhead + textBytes(name);
}
