import { randomUUID } from 'node:crypto';
import { type Dirent, rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { factsOf } from './process-facts.ts';

/** `draft`: what will replace a file or directory. `old`: a directory that is being replaced. */
export type DraftKind = 'draft' | 'old';

export interface Draft {
  readonly path: string;
  readonly kind: DraftKind;
  readonly entry: Dirent;
}

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const pattern = new RegExp(`^(?<name>.+)\\.(?:(?<pid>\\d{1,9})-)?${uuid}\\.(?<kind>draft|old)$`, 's');

/** A new path beside `path`, for its replacement. The process that uses it is in its name, so that others can tell whether it still does. */
export function draftPath(path: string, kind: DraftKind): string {
  return `${path}.${process.pid}-${randomUUID()}.${kind}`;
}

/**
 * What processes that are gone left in `directory` under such paths; only those beside the entry `of`, if it is given. Empty if there is no
 * such directory.
 * @throws Node's error
 */
export async function deadDrafts(directory: string, of?: string): Promise<Draft[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  return entries.flatMap((entry) => {
    const { name, pid, kind } = pattern.exec(entry.name)?.groups ?? {};
    if (name === undefined || (of !== undefined && name !== of)) return [];
    if (pid !== undefined && factsOf(Number(pid)).kind !== 'gone') return [];
    return [{ path: join(directory, entry.name), kind: kind as DraftKind, entry }];
  });
}

/** Deletes a draft of ours, or a directory for temporary files, when the process has to end. What cannot be deleted stays. */
export function removeAtOnce(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

/** Deletes the files among them; a directory stays. */
export async function removeDeadDrafts(directory: string, of?: string): Promise<void> {
  for (const { path, entry } of await deadDrafts(directory, of))
    if (entry.isFile()) await rm(path, { force: true });
}
