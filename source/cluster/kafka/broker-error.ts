import { LabError } from '../../errors/lab-error.ts';

/** The error codes of Kafka that a question about a partition or a group may get. */
export const errorCodes = {
  none: 0,
  offsetOutOfRange: 1,
  unknownTopicOrPartition: 3,
  leaderNotAvailable: 5,
  notLeader: 6,
  notCoordinator: 16,
} as const;

const meanings: Readonly<Record<number, string>> = {
  1: 'the offset is out of range',
  3: 'it does not know the topic or partition',
  5: 'the partition has no leader',
  6: 'it no longer leads the partition',
  7: 'a request timed out',
  9: 'the replica is not available',
  14: 'it is loading the offsets of its groups',
  15: 'the topic that holds offsets is not available',
  16: 'it no longer coordinates the group',
  29: 'these clients may not read the topic',
  30: 'these clients may not read the group',
  31: 'these clients may not describe the cluster',
  56: 'a disk of it failed',
  74: 'its metadata are out of date',
};

/** What a broker answered in place of `what`. */
export function brokerError(what: string, code: number): LabError {
  return new LabError('cluster', `a broker refused ${what}: ${meanings[code] ?? `error ${code}`}`);
}
