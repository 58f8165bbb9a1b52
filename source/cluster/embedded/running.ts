import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { parseJson } from '../../files/parse-json.ts';
import type { ClusterRecord } from '../../processes/cluster-record.ts';
import { readLock } from '../../processes/lock-file.ts';
import { type LockOwner, ownerId, ownerStatus, readOwner } from '../../processes/lock-owner.ts';
import type { ProcessIdentity } from '../../processes/process-identity.ts';
import { confirmUnlocked } from './confirm-unlocked.ts';
import { refuseObstacles } from './own-directory.ts';
import { readRecord } from './record.ts';

/** A cluster whose process is confirmed to run. */
export interface RunningCluster {
  /** Distinguishes it from clusters that run in this directory before or after it. */
  readonly id: string;
  readonly process: ProcessIdentity;
  /** Missing if an older kafka-lab started it, which has no control port. */
  readonly owner?: LockOwner;
  /** Missing while it starts or ends. */
  readonly record?: ClusterRecord;
}

/**
 * The cluster that runs in `directory`; undefined if there is none. A file is ignored if the process it names is gone, or if another
 * program has its pid by now.
 * @throws LabError `busy`: a process has the pid, but cannot be identified as the cluster. `machine-lacks`: a link or a directory is where
 * one of our files should be.
 */
export async function findRunning(directory: string): Promise<RunningCluster | undefined> {
  refuseObstacles(directory);
  const record = readRecord(directory);
  const locked = lockedBy(directory);
  // If the lock is missing or belongs to another process, the record alone can still identify a running cluster.
  const owners = [locked, record?.owner].filter((owner) => owner !== undefined);
  let unknown: LockOwner | undefined;
  for (const owner of owners) {
    const status = await ownerStatus(owner);
    // A cluster that is ending has closed its control port, and releases its lock at the same moment.
    if (status === 'unknown' && isStillNamed(owner, directory)) unknown ??= owner;
    if (status !== 'running') continue;
    const isItsRecord = record?.owner?.secret === owner.secret;
    return { id: ownerId(owner), process: owner, owner, ...(isItsRecord ? { record } : {}) };
  }
  if (unknown !== undefined) throw cannotTell(unknown, directory);
  if (record === undefined || record.owner !== undefined) return undefined;
  const process = await confirmUnlocked(record);
  return process === undefined ? undefined : { id: `${process.pid}@${record.startedAt}`, process, record };
}

function lockedBy(directory: string): LockOwner | undefined {
  const found = readLock(join(directory, 'lock'));
  return found === undefined ? undefined : readOwner(parseJson(found.text), directory);
}

/** The files that name that owner. */
function namesOf({ secret }: LockOwner, directory: string): string[] {
  const isIn = { lock: lockedBy(directory), 'state.json': readRecord(directory)?.owner };
  return Object.entries(isIn).flatMap(([name, owner]) =>
    owner?.secret === secret ? [join(directory, name)] : [],
  );
}

const isStillNamed = (owner: LockOwner, directory: string): boolean => namesOf(owner, directory).length > 0;

function cannotTell(owner: LockOwner, directory: string): LabError {
  const files = namesOf(owner, directory).map((path) => `\`${path}\``);
  return new LabError(
    'busy',
    `cannot tell whether process ${owner.pid} is the cluster that ran in \`${directory}\``,
    {
      hint: `if it is, end that process; if it is another program, delete ${files.join(' and ')}`,
    },
  );
}
