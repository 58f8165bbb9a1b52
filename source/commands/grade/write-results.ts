import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeError, LabError } from '../../errors/lab-error.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { swapDirectory } from './swap-directory.ts';

/**
 * Writes files into a directory, all of them or none: they are written to a new directory beside it, which then takes its place. What else
 * was in the old one goes with it. `files`: path within the directory → what makes its text.
 * @throws LabError `journal`: one cannot be written
 */
export async function writeResults(
  directory: string,
  files: ReadonlyMap<string, () => SafeText>,
): Promise<void> {
  const beside = `${directory}.${randomUUID()}`;
  const draft = `${beside}.draft`;
  try {
    for (const [name, render] of files) {
      const path = join(draft, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, render(), { flag: 'wx' });
    }
    await swapDirectory(directory, draft, `${beside}.old`);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (error instanceof LabError || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new LabError('journal', `the grades cannot be written to \`${directory}\``, {
      hint: `${describeError(error)}; choose another directory with -o`,
      cause: error,
    });
  }
}
