import { constants } from 'node:fs';
import { mkdir, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { debugLog } from '../../debug/debug-log.ts';
import { ifExpected } from '../../errors/expected-failure.ts';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { draftPath, removeAtOnce, removeDeadDrafts } from '../../processes/drafts.ts';
import { undoIfEnded } from '../../processes/unfinished.ts';
import type { SafeText } from '../../text/safe-text.ts';

const debug = debugLog.section('commands');

/** All of it, or its chunks in order. */
export type Content = SafeText | Uint8Array | AsyncIterable<SafeText>;

/**
 * Writes a file completely or not at all, even if the disk is full. A link stays, and its target is written; anything that is not a
 * regular file, such as a device or a pipe, is written directly. Removes what a killed process left of an earlier write.
 */
export async function writeAtomically(path: string, content: Content): Promise<void> {
  let draft: string | undefined;
  let done = (): void => {};
  let faultOfContent: unknown;
  const text =
    typeof content === 'string' || content instanceof Uint8Array
      ? content
      : remembering(content, (error) => {
          faultOfContent = error;
        });
  try {
    await mkdir(dirname(path), { recursive: true });
    const there = await stat(path).catch(unlessAbsent);
    if (there !== undefined && !there.isFile()) {
      await writeThrough(path, text);
      return;
    }
    const target = there === undefined ? path : await realpath(path);
    await removeDeadDrafts(dirname(target), basename(target)).catch(ifExpected(undefined));
    const ours = draftPath(target, 'draft');
    draft = ours;
    done = undoIfEnded(() => removeAtOnce(ours));
    await writeFile(draft, text, { flag: 'wx' });
    await rename(draft, target);
  } catch (error) {
    if (draft !== undefined) await removeDraft(draft);
    // What makes the text has its own faults, with files of its own.
    if (error instanceof LabError || (error !== undefined && error === faultOfContent)) throw error;
    throw new LabError('journal', `\`${path}\` cannot be written`, {
      hint: `${describeError(error)}; choose another path with -o`,
      cause: error,
    });
  } finally {
    done();
  }
}

/** The same chunks. `onFault` gets what making them threw. */
async function* remembering(
  content: AsyncIterable<SafeText>,
  onFault: (error: unknown) => void,
): AsyncGenerator<SafeText, void, undefined> {
  const chunks = content[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await chunks.next().catch((error: unknown) => {
        onFault(error);
        throw error;
      });
      if (done === true) return;
      yield value;
    }
  } finally {
    await chunks.return?.();
  }
}

/** Leaves a draft that cannot be removed, since the first error is the one to report. */
async function removeDraft(draft: string): Promise<void> {
  try {
    await rm(draft, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    debug('%s stays: %s', draft, error);
  }
}

/** A pipe without a reader is an error (ENXIO); we do not wait for one. */
async function writeThrough(path: string, text: Content): Promise<void> {
  await (await open(path, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0))).close();
  await writeFile(path, text, { flag: constants.O_WRONLY });
}

function unlessAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
