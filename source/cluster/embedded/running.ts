import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { parseJson } from '../../files/parse-json.ts';
import { readLock } from '../../processes/lock-file.ts';
import { type LockOwner, ownerId, readOwner, standingOfOwner } from '../../processes/lock-owner.ts';
import type { ProcessIdentity } from '../../processes/process-identity.ts';
import { confirmUnlocked } from './confirm-unlocked.ts';
import { refuseObstacles } from './own-directory.ts';
import { type ClusterRecord, readRecord } from './record.ts';

/** A cluster whose process is confirmed to run. */
export interface RunningCluster {
  /** Tells it from any other that runs in this directory before or after. */
  readonly id: string;
  readonly process: ProcessIdentity;
  /** Missing where it was started by an earlier kafka-lab, which has no door. */
  readonly owner?: LockOwner;
  /** Missing while it starts or ends. */
  readonly record?: ClusterRecord;
}

/**
 * The cluster that runs in `directory`; undefined if there is none. A file that names a process which is gone, or one that is another
 * program by now, counts for nothing.
 * @throws LabError `busy`: a process has the pid, and nothing tells whether it is the cluster's. `machine-lacks`: a link or a directory is
 * in the place of a file of ours.
 */
export async function findRunning(directory: string): Promise<RunningCluster | undefined> {
  refuseObstacles(directory);
  const record = readRecord(directory);
  const locked = lockedBy(directory);
  // Without the lock, or with that of another, the record alone still leads to a cluster that runs.
  const owners = [locked, record?.owner].filter((owner) => owner !== undefined);
  let unknown: LockOwner | undefined;
  for (const owner of owners) {
    const standing = await standingOfOwner(owner);
    // One that is just ending has closed its door, and gives its lock back in the same moment.
    if (standing === 'unknown' && isStillNamed(owner, directory)) unknown ??= owner;
    if (standing !== 'running') continue;
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
    `nothing tells whether process ${owner.pid} is the cluster that ran in \`${directory}\``,
    {
      hint: `end that process if it is; if it is another program, delete ${files.join(' and ')}, which names it`,
    },
  );
}
