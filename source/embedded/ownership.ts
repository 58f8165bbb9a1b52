import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularText } from '../files/regular-file.ts';
import { replaceFile } from '../files/replace-file.ts';

/** What others read of a running cluster, in `state.json` of its directory. */
export interface ClusterRecord {
  readonly name: string;
  readonly pid: number;
  /** ms since the epoch */
  readonly startedAt: number;
  readonly url: string;
  readonly kubeconfig: string;
  /** `127.0.0.1:PORT` */
  readonly bootstrap: string;
  readonly zookeeper: string;
  readonly nodes: readonly string[];
  /** True if it outlives the process that started it. */
  readonly detached: boolean;
}

/** Takes the directory for this process; false if a living process has it. */
export function takeOwnership(directory: string): boolean {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = join(directory, 'lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (isAlive(Number(readRegularText(lock, 4096)))) return false;
      rmSync(lock, { force: true });
    }
  }
  return false;
}

export function publishRecord(directory: string, record: ClusterRecord): void {
  replaceFile(join(directory, 'state.json'), `${JSON.stringify(record, null, 2)}\n`);
}

/** Gives the directory back. */
export function releaseOwnership(directory: string): void {
  rmSync(join(directory, 'state.json'), { force: true });
  rmSync(join(directory, 'lock'), { force: true });
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A process that ended counts as gone though nobody has asked for its exit code yet, as happens below a PID 1 that reaps nothing. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, ''));
  } catch {
    return false;
  }
}
