import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { readRegularText } from '../files/regular-file.ts';

const held = new Set<string>();

/**
 * Keeps a session's journal to one process: two that append to one file would each take the other's record for a torn one. A
 * lock left by a process that is gone does not count.
 * @throws LabError `busy`: a living process writes this session.
 */
export function lockJournal(directory: string): { release(): void } {
  const path = join(directory, 'journal.lock');
  for (let attempt = 0; ; attempt += 1) {
    try {
      writeFileSync(path, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === 3) throw error;
    }
    const owner = readOwner(path);
    if (held.has(path) || (owner !== undefined && owner !== process.pid && isAlive(owner))) {
      throw new LabError(
        'busy',
        `the session in \`${directory}\` is in use by process ${owner ?? process.pid}`,
        {
          hint: 'end that one first, or start another session',
        },
      );
    }
    rmSync(path, { force: true });
  }
  held.add(path);
  return {
    release() {
      if (!held.delete(path)) return;
      rmSync(path, { force: true });
    },
  };
}

function readOwner(path: string): number | undefined {
  try {
    const pid = Number.parseInt(readRegularText(path, 4096).slice(0, 20), 10);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
