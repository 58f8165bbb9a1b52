/** What a proof leaves behind when SIGKILL or the machine ends it: a directory, and processes that work in it. */
import { lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endMarked, lookAt, type RunMark } from './pieces/process-table.ts';

export const runPrefix = 'kafka-lab-prove-';
const ownerFile = 'owner.json';
const variablePattern = /^KAFKA_LAB_PROVE=[0-9a-f-]{36}$/;

interface Owner {
  readonly pid: number;
  /** As returned by {@link lookAt}. */
  readonly startedAt: string;
  readonly variable: string;
}

/** Records in the directory of the run who owns it, so that a later proof can tell whether it still runs. */
export function writeOwner({ variable, directory }: RunMark): void {
  const startedAt = lookAt(process.pid)?.startedAt;
  if (startedAt === undefined) return;
  const owner: Owner = { pid: process.pid, startedAt, variable };
  writeFileSync(join(directory, ownerFile), JSON.stringify(owner));
}

/**
 * Ends the processes of this user's proofs that no longer run, removes their directories, and returns these. A directory without an owner
 * stays, and on a system without /proc all directories do.
 */
export async function removeLeftRuns(parent = tmpdir()): Promise<string[]> {
  const removed: string[] = [];
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(runPrefix)) continue;
    const directory = join(parent, name);
    const owner = ownerOf(directory);
    if (owner === undefined || lookAt(owner.pid)?.startedAt === owner.startedAt) continue;
    await endMarked({ variable: owner.variable, directory });
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    removed.push(directory);
  }
  return removed;
}

/** Anyone may write to the directory of temporary files: only files of this user in the right format are trusted. */
function ownerOf(directory: string): Owner | undefined {
  if (process.platform !== 'linux') return undefined;
  const stat = lstatSync(directory, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isDirectory() || stat.uid !== process.getuid?.()) return undefined;
  try {
    const owner = JSON.parse(readFileSync(join(directory, ownerFile), 'utf8')) as Partial<Owner>;
    return typeof owner.pid === 'number' &&
      typeof owner.startedAt === 'string' &&
      variablePattern.test(owner.variable ?? '')
      ? (owner as Owner)
      : undefined;
  } catch (error) {
    // No such file, or an incomplete one.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
