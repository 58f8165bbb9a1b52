import { basename, join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { parseJson } from '../files/parse-json.ts';
import { takeLock } from '../processes/lock-file.ts';
import { ownerHere, readOwner } from '../processes/lock-owner.ts';
import { factsOf } from '../processes/process-facts.ts';
import { isPid, processStatus } from '../processes/process-identity.ts';
import type { SmallFile } from '../processes/small-file.ts';

const held = new Set<string>();

/**
 * Reserves a session's journal for one process: two that append to one file would each take the other's record for a torn one. A
 * lock left by a process that is gone does not count, even if its pid was reused.
 * @throws LabError `busy`: a living process writes this session, or a process has its pid and cannot be identified.
 */
export async function lockJournal(directory: string): Promise<{ release(): void }> {
  const path = join(directory, 'journal.lock');
  if (held.has(path)) throw inUse(directory, process.pid);
  held.add(path);
  try {
    const owner = ownerHere(directory);
    const lock = await takeLock(path, `${JSON.stringify(owner)}\n`, (found) => {
      refuseHeld(found, path, directory);
      return false;
    });
    if (lock === undefined)
      throw new LabError('busy', `the session in \`${directory}\` is being opened by another process`, {
        hint: 'try again, or start another session',
      });
    const release = (): void => {
      process.off('exit', release);
      if (held.delete(path)) lock.release();
    };
    // Also if the process ends while the session closes.
    process.on('exit', release);
    return { release };
  } catch (error) {
    held.delete(path);
    throw error;
  }
}

function refuseHeld({ text, writtenAt }: SmallFile, path: string, directory: string): void {
  const pid = Number(text.trim());
  if (isPid(pid)) {
    if (mayHaveWritten(pid, writtenAt)) throw inUse(directory, pid, path);
    return;
  }
  const owner = readOwner(parseJson(text), directory);
  const status = owner === undefined ? 'gone' : processStatus(owner);
  if (owner === undefined || status === 'gone') return;
  throw inUse(directory, owner.pid, path);
}

/** `doubtful`: the lock file, if nothing proves that this process wrote it. */
function inUse(directory: string, pid: number, doubtful?: string): LabError {
  const otherwise =
    doubtful === undefined ? '' : `; if process ${pid} is not kafka-lab, delete \`${doubtful}\``;
  return new LabError('busy', `the session in \`${directory}\` is in use by process ${pid}`, {
    hint: `end that one first, or start another session${otherwise}`,
  });
}

/** The lock of an older kafka-lab holds only a pid: it counts if a Node program older than the lock has that pid. */
function mayHaveWritten(pid: number, writtenAt: number): boolean {
  const facts = pid === process.pid ? undefined : factsOf(pid);
  if (facts?.kind !== 'running' || facts.startedAt === undefined || facts.program === undefined) return false;
  return facts.startedAt < writtenAt && basename(facts.program) === basename(process.execPath);
}
