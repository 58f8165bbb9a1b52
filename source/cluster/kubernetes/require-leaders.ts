import { LabError } from '../../errors/lab-error.ts';
import type { TopicSeen } from '../../lab/model/observations.ts';

/** @throws LabError: a partition has no leader, so nobody knows where it ends; the counts stay as they are until it has one */
export function requireLeaders({ name, partitions }: TopicSeen): void {
  const leaderless = partitions.find(({ leader }) => leader < 0);
  if (leaderless !== undefined)
    throw new LabError('cluster', `partition ${leaderless.partition} of \`${name}\` has no leader`);
}
