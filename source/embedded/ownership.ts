import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { parseJson } from '../files/parse-json.ts';
import { replaceFile } from '../files/replace-file.ts';
import { readMarkedOwner, writeMark } from '../processes/cluster-mark.ts';
import type { ClusterRecord } from '../processes/cluster-record.ts';
import { openControlPort } from '../processes/control-port.ts';
import { takeLock } from '../processes/lock-file.ts';
import { type LockOwner, lockedBy, ownerHere, ownerState, readOwner } from '../processes/lock-owner.ts';
import type { SmallFile } from '../processes/small-file.ts';
import { directoryStatus, type HeldDirectory, holdDirectory } from './paths/directory-identity.ts';

/** This process holds a cluster's directory. */
export interface Ownership {
  readonly owner: LockOwner;
  /** Which directory it is: another one may take its path. */
  readonly directory: HeldDirectory;
  /** @throws LabError `busy`: another process has taken the directory from us. */
  assert(): void;
  /** True if the lock in the directory names another owner. */
  isTaken(): boolean;
  publish(record: ClusterRecord): void;
  /** Puts back what was deleted of the lock, the mark and the record. False: a running cluster has taken the directory. */
  restore(record: ClusterRecord): Promise<boolean>;
  /** Gives the directory back, if it is still ours. In one that has taken its place nothing is touched. */
  release(): void;
}

/**
 * Takes the directory for this process, which from then on answers on its control port; see `processes/control-port.ts`. `onEnd` is called when
 * somebody with the key asks it to end.
 * @throws LabError `busy`: another process has the directory, or has a pid that nothing tells from the holder's.
 */
export async function takeOwnership(directory: string, onEnd: () => void): Promise<Ownership> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, 'lock');
  const here = ownerHere(directory);
  const control = await openControlPort(here, onEnd);
  const owner: LockOwner = { ...here, port: control.port };
  const take = () =>
    takeLock(path, `${JSON.stringify(owner)}\n`, (found) => isHeld(found, path, directory, owner));
  const lock = await take().catch((error: unknown) => {
    control.close();
    throw error;
  });
  if (lock === undefined || (await isMarked(directory, owner))) {
    control.close();
    lock?.release();
    throw inUse(directory);
  }
  const held = holdDirectory(directory);
  const state = join(directory, 'state.json');
  const release = (): void => {
    process.off('exit', release);
    control.close();
    const isGone = directoryStatus(held) === 'gone';
    held.close();
    if (isGone || !lock.isOurs()) return;
    // A directory in its place is not ours: `publish` has refused it.
    if (!lstatSync(state, { throwIfNoEntry: false })?.isDirectory()) rmSync(state, { force: true });
    lock.release();
  };
  // Whole or not at all, and never through a link that lies there.
  const publish = (record: ClusterRecord) => replaceFile(state, `${JSON.stringify(record, null, 2)}\n`);
  // Also when it is asked to end before it has come up.
  process.on('exit', release);
  return {
    owner,
    directory: held,
    assert() {
      if (!lock.isOurs()) throw inUse(directory);
    },
    isTaken() {
      const named = lockedBy(directory);
      return named !== undefined && named.secret !== owner.secret;
    },
    publish,
    async restore(record) {
      if (!lock.isOurs() && (await take()) === undefined) return lock.isOurs();
      if (readMarkedOwner(directory)?.secret !== owner.secret) writeMark(directory, 'running', owner);
      if (lstatSync(state, { throwIfNoEntry: false }) === undefined) publish(record);
      return true;
    },
    release,
  };
}

function inUse(directory: string): LabError {
  return new LabError('busy', `\`${directory}\` is in use by another kafka-lab`, {
    hint: 'leave that one first, or choose another cluster with --name',
  });
}

/** Whether the cluster that the mark names runs, though nothing else in the directory names it. */
async function isMarked(directory: string, { secret }: LockOwner): Promise<boolean> {
  const marked = readMarkedOwner(directory);
  return marked !== undefined && marked.secret !== secret && (await ownerState(marked)).status === 'running';
}

async function isHeld(
  { text }: SmallFile,
  path: string,
  directory: string,
  { secret }: LockOwner,
): Promise<boolean> {
  // What names no owner is of an earlier kafka-lab, whose cluster was looked for over its own port before this process was started.
  const owner = readOwner(parseJson(text), directory);
  // Our own secret is in a lock of ours that somebody edited.
  if (owner === undefined || owner.secret === secret) return false;
  const { status } = await ownerState(owner);
  if (status === 'unknown')
    throw new LabError(
      'busy',
      `nothing tells whether process ${owner.pid} is the kafka-lab that holds \`${directory}\``,
      {
        hint: `end that process if it is; if it is another program, delete \`${path}\``,
      },
    );
  return status === 'running';
}
