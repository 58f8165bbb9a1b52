import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { factsOf } from '../../processes/process-facts.ts';
import { entriesToKeep } from './swap-directory.ts';

/** Directories beside `directory` while it is replaced: the new one, and where the old one is meanwhile. The process that uses them is in their names. */
export function namesBeside(directory: string): { readonly draft: string; readonly aside: string } {
  const beside = `${directory}.${process.pid}-${randomUUID()}`;
  return { draft: `${beside}.draft`, aside: `${beside}.old` };
}

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const ending = new RegExp(`^\\.(?:(\\d{1,9})-)?${uuid}\\.(draft|old)$`);

/**
 * Finishes what a run left that was killed while it replaced `directory`: an old directory goes back where there is none, or what only the
 * old one has follows it; drafts are removed. What a run that is not over uses stays. True if something was left.
 * @throws Node's error
 */
export async function settleDirectory(directory: string): Promise<boolean> {
  const left = await leftBeside(directory);
  const old: { path: string; at: number }[] = [];
  for (const { path, kind } of left)
    if (kind === 'draft') await rm(path, { recursive: true, force: true });
    else old.push({ path, at: (await stat(path)).ctimeMs });
  for (const { path } of old.toSorted((a, b) => b.at - a.at)) {
    // With an empty place for it, the rename is all; entriesToKeep looks at what is there by then.
    const others = await entriesToKeep(path, directory);
    if (others === undefined) await rename(path, directory);
    else {
      for (const name of others) await rename(join(path, name), join(directory, name));
      await rm(path, { recursive: true, force: true });
    }
  }
  return left.length > 0;
}

async function leftBeside(directory: string): Promise<{ path: string; kind: 'draft' | 'old' }[]> {
  const parent = dirname(directory);
  const entries = await readdir(parent, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  const name = basename(directory);
  return entries.flatMap((entry) => {
    const parts = entry.name.startsWith(name) ? ending.exec(entry.name.slice(name.length)) : null;
    if (parts === null || !entry.isDirectory()) return [];
    const [, pid, kind] = parts;
    if (pid !== undefined && factsOf(Number(pid)).kind !== 'gone') return [];
    return [{ path: join(parent, entry.name), kind: kind as 'draft' | 'old' }];
  });
}
