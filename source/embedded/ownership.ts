import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { parseJson } from '../files/parse-json.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { ClusterRecord } from '../processes/cluster-record.ts';
import { openControlPort } from '../processes/control-port.ts';
import { takeLock } from '../processes/lock-file.ts';
import { type LockOwner, ownerHere, ownerStatus, readOwner } from '../processes/lock-owner.ts';
import type { SmallFile } from '../processes/small-file.ts';
import { directoryStatus, type HeldDirectory, holdDirectory } from './paths/directory-identity.ts';

/** This process holds a cluster's directory. */
export interface Ownership {
  readonly owner: LockOwner;
  /** Which directory it is: another one may take its path. */
  readonly directory: HeldDirectory;
  /** @throws LabError `busy`: another process has taken the directory from us. */
  assert(): void;
  publish(record: ClusterRecord): void;
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
  const lock = await takeLock(path, `${JSON.stringify(owner)}\n`, (found) =>
    isHeld(found, path, directory),
  ).catch((error: unknown) => {
    control.close();
    throw error;
  });
  if (lock === undefined) {
    control.close();
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
  // Also when it is asked to end before it has come up.
  process.on('exit', release);
  return {
    owner,
    directory: held,
    assert() {
      if (!lock.isOurs()) throw inUse(directory);
    },
    publish(record) {
      // Whole or not at all, and never through a link that lies there.
      replaceFile(state, `${JSON.stringify(record, null, 2)}\n`);
    },
    release,
  };
}

function inUse(directory: string): LabError {
  return new LabError('busy', `\`${directory}\` is in use by another kafka-lab`, {
    hint: 'leave that one first, or choose another cluster with --name',
  });
}

async function isHeld({ text }: SmallFile, path: string, directory: string): Promise<boolean> {
  // What names no owner is of an earlier kafka-lab, whose cluster was looked for over its own port before this process was started.
  const owner = readOwner(parseJson(text), directory);
  if (owner === undefined) return false;
  const status = await ownerStatus(owner);
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
