import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { refuseLink } from '../../files/refuse-link.ts';
import type { SafeText } from '../../text/safe-text.ts';

/**
 * Writes files into a directory, all of them or none: each is written beside its place first, and only when all are there do they
 * take their names. `files`: path within the directory → what makes its text.
 * @throws LabError `journal`: one cannot be written
 */
export async function writeResults(
  directory: string,
  files: ReadonlyMap<string, () => SafeText>,
): Promise<void> {
  const drafts: { draft: string; path: string }[] = [];
  try {
    for (const [name, render] of files) {
      const path = join(directory, name);
      await mkdir(dirname(path), { recursive: true });
      refuseLink(dirname(path));
      const draft = `${path}.${randomUUID()}.draft`;
      drafts.push({ draft, path });
      await writeFile(draft, render(), { flag: 'wx' });
    }
    for (const { draft, path } of drafts) await rename(draft, path);
  } catch (error) {
    for (const { draft } of drafts) await rm(draft, { force: true });
    if (error instanceof LabError || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new LabError('journal', `the grades cannot be written to \`${directory}\``, {
      hint: `${describeError(error)}; choose another directory with -o`,
      cause: error,
    });
  }
}
