import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { deadDrafts } from '../../processes/drafts.ts';
import { entriesToKeep } from './swap-directory.ts';

/**
 * Finishes what a run left that was killed while it replaced `directory`: an old directory goes back where there is none, or what only the
 * old one has follows it; drafts are removed. What a run that is not over uses stays. True if something was left.
 * @throws Node's error
 */
export async function settleDirectory(directory: string): Promise<boolean> {
  const left = (await deadDrafts(dirname(directory), basename(directory))).filter(({ entry }) =>
    entry.isDirectory(),
  );
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
