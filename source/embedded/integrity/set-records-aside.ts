import { relative, sep } from 'node:path';
import type { LostLog } from '../kafka/broker/cluster/shared-cluster.ts';
import { describeDamage } from './damage.ts';
import { Quarantine } from './quarantine.ts';

/**
 * Quarantines the log of an earlier run whose last broker has begun without its replica: what it held is lost to the cluster. `directory` is
 * the cluster's, `data` its real data directory. Returns a line for the user.
 */
export function setRecordsAside(directory: string, data: string, lost: LostLog, now: number): string {
  const path = ['data', ...relative(data, lost.directory).split(sep)].join('/');
  const movedTo = new Quarantine(directory, now).take(path);
  const name = `${lost.topic}-${lost.partition}`;
  return describeDamage({
    path,
    wrong: `has ${lost.records} records of partition \`${name}\`, and all its brokers have lost the replica`,
    movedTo,
    todo: 'send them again',
  });
}
