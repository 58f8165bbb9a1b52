/** What a proof leaves that was ended by SIGKILL, or by the machine: a directory, and processes at work in it. */
import { lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endMarked, lookAt, type RunMark } from './pieces/process-table.ts';

export const runPrefix = 'kafka-lab-prove-';
const ownerFile = 'owner.json';
const variablePattern = /^KAFKA_LAB_PROVE=[0-9a-f-]{36}$/;

interface Owner {
  readonly pid: number;
  /** As {@link lookAt} has it. */
  readonly startedAt: string;
  readonly variable: string;
}

/** Says in the run's directory whose it is, so that a later proof can tell whether it still runs. */
export function writeOwner({ variable, directory }: RunMark): void {
  const startedAt = lookAt(process.pid)?.startedAt;
  if (startedAt === undefined) return;
  const owner: Owner = { pid: process.pid, startedAt, variable };
  writeFileSync(join(directory, ownerFile), JSON.stringify(owner));
}

/**
 * Ends the processes of proofs of this user that run no more, and removes their directories; returns these. A directory that does not
 * say whose it is stays, and on a system without /proc so do all.
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

/** Anybody may write below the directory of temporary files: only what this user wrote, and what has the right form, is believed. */
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
    // No such file, or one that was cut short.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
