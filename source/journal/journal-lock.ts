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
 * Keeps a session's journal to one process: two that append to one file would each take the other's record for a torn one. A
 * lock left by a process that is gone does not count, whoever has its pid by now.
 * @throws LabError `busy`: a living process writes this session, or has the pid of one that nothing tells from it.
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
      throw new LabError('busy', `the session in \`${directory}\` is being opened by others`, {
        hint: 'try again, or start another session',
      });
    const release = (): void => {
      process.off('exit', release);
      if (held.delete(path)) lock.release();
    };
    // Also when the process is ended while the session closes.
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

/** `doubtful`: the lock, which anybody may have written: nothing proves that the process is the one that did. */
function inUse(directory: string, pid: number, doubtful?: string): LabError {
  const otherwise =
    doubtful === undefined ? '' : `; if process ${pid} is no kafka-lab, delete \`${doubtful}\``;
  return new LabError('busy', `the session in \`${directory}\` is in use by process ${pid}`, {
    hint: `end that one first, or start another session${otherwise}`,
  });
}

/** The lock of an earlier kafka-lab is a pid and nothing else: it counts for a Node program that is older than the lock. */
function mayHaveWritten(pid: number, writtenAt: number): boolean {
  const facts = pid === process.pid ? undefined : factsOf(pid);
  if (facts?.kind !== 'running' || facts.startedAt === undefined || facts.program === undefined) return false;
  return facts.startedAt < writtenAt && basename(facts.program) === basename(process.execPath);
}
