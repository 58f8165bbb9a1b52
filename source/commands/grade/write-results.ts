import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { draftPath, removeAtOnce } from '../../processes/drafts.ts';
import { undoIfEnded } from '../../processes/unfinished.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { isFeedback } from './is-feedback.ts';
import { swapDirectory } from './swap-directory.ts';

/**
 * Writes files into a directory, all of them or none: they are written to a new directory beside it, which then takes its place. What else
 * was in the old one goes with it, but for feedback to people who are no longer there. `files`: path within the directory → what makes its text.
 * @throws LabError `journal`: one cannot be written
 */
export async function writeResults(
  directory: string,
  files: ReadonlyMap<string, () => SafeText>,
): Promise<void> {
  const draft = draftPath(directory, 'draft');
  const aside = draftPath(directory, 'old');
  const done = undoIfEnded(() => removeAtOnce(draft));
  try {
    for (const [name, render] of files) {
      const path = join(draft, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, render(), { flag: 'wx' });
    }
    await swapDirectory(directory, draft, aside, async (path) => isFeedback(path));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (error instanceof LabError || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new LabError('journal', `the grades cannot be written to \`${directory}\``, {
      hint: `${describeError(error)}; choose another directory with -o`,
      cause: error,
    });
  } finally {
    done();
  }
}
