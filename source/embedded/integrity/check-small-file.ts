import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { describeError } from '../../errors/lab-error.ts';
import { type CheckContext, putAside } from './check-context.ts';
import { readStoredFile } from './read-stored-file.ts';

/** A checkpoint has a line for each partition. */
const longestSmallFile = 16 * 1024 * 1024;

/** A file that the cluster can recreate: if it differs or is invalid, it is quarantined. Returns its text if it is right. */
export function checkSmallFile(
  context: CheckContext,
  path: string,
  isRight: (text: string) => boolean,
  todo: string,
): string | undefined {
  const { directory, changed } = context;
  if (lstatSync(join(directory, path), { throwIfNoEntry: false }) === undefined) return undefined;
  let wrong = changed.get(path);
  try {
    if (wrong === undefined) {
      const text = readStoredFile(join(directory, path), longestSmallFile).toString('utf8');
      if (isRight(text)) return text;
      wrong = 'has invalid contents';
    }
  } catch (error) {
    wrong = `cannot be read: ${describeError(error)}`;
  }
  putAside(context, path, wrong, todo);
  return undefined;
}
