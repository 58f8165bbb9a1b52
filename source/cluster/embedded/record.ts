import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularText } from '../../files/regular-file.ts';

/** What a running embedded cluster says of itself in `state.json` of its directory. */
export interface ClusterRecord {
  readonly name: string;
  readonly pid: number;
  readonly startedAt: number;
  readonly url: string;
  readonly kubeconfig: string;
  readonly bootstrap: string;
  readonly zookeeper: string;
  readonly nodes: readonly string[];
  readonly detached: boolean;
}

const longestRecord = 64 * 1024;

/** The cluster that runs in `directory`; undefined if there is none, or if its process is gone. */
export function readRecord(directory: string): ClusterRecord | undefined {
  let record: Partial<ClusterRecord>;
  try {
    record = JSON.parse(
      readRegularText(join(directory, 'state.json'), longestRecord),
    ) as Partial<ClusterRecord>;
  } catch {
    return undefined;
  }
  const { pid, kubeconfig, bootstrap, zookeeper, url } = record;
  const isComplete =
    Number.isInteger(pid) &&
    [kubeconfig, bootstrap, zookeeper, url].every((field) => typeof field === 'string');
  return isComplete && isAlive(pid as number) ? (record as ClusterRecord) : undefined;
}

export function isAlive(pid: number): boolean {
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
