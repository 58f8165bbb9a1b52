import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../../errors/lab-error.ts';
import { readMarkedOwner } from '../../processes/cluster-mark.ts';
import type { ClusterRecord } from '../../processes/cluster-record.ts';
import { type LockOwner, lockedBy, ownerId, ownerState } from '../../processes/lock-owner.ts';
import { factsOf } from '../../processes/process-facts.ts';
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
  // If the lock is missing or belongs to another process, the record or the mark can still identify a running cluster.
  const owners = [locked, record?.owner, readMarkedOwner(directory)].filter((owner) => owner !== undefined);
  let unknown: LockOwner | undefined;
  for (const owner of owners) {
    const state = await ownerState(owner);
    // A cluster that is ending has closed its control port, and releases its lock at the same moment.
    if (state.status === 'unknown' && isStillNamed(owner, directory)) unknown ??= owner;
    if (state.status !== 'running') continue;
    const { confirmed } = state;
    const its = record?.owner?.secret === owner.secret ? { record: { ...record, pid: confirmed.pid } } : {};
    return { id: ownerId(owner), process: confirmed, owner, ...its };
  }
  if (unknown !== undefined) throw cannotTell(unknown, directory);
  if (record === undefined || record.owner !== undefined) return undefined;
  const process = await confirmUnlocked(record);
  return process === undefined ? undefined : { id: `${process.pid}@${record.startedAt}`, process, record };
}

/** A cluster puts a record back that somebody deleted, and looks every second. */
const recordWithinMs = 3_000;
const lookEveryMs = 50;

/**
 * The same, with the record of a cluster that has lost it, or is just starting, if it comes soon: only the record tells what the cluster is
 * for, and since when it runs.
 */
export async function findSettled(
  directory: string,
  signal: AbortSignal,
  withinMs = recordWithinMs,
): Promise<RunningCluster | undefined> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const running = await findRunning(directory);
    if (running === undefined || running.record !== undefined || isStopped(running)) return running;
    if (signal.aborted || performance.now() >= deadline) return running;
    await delay(lookEveryMs);
  }
}

/** Its process was stopped, for example by SIGSTOP: it writes nothing. */
export function isStopped({ process: { pid } }: RunningCluster): boolean {
  const facts = factsOf(pid);
  return facts.kind === 'running' && facts.isStopped === true;
}

/** The files that name that owner, but for the mark: it counts only for a cluster that answers. */
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
