import { accessSync, constants } from 'node:fs';
import { PathError } from '../../paths/path-error.ts';
import { makePlainDirectory } from '../../paths/plain-directory.ts';

/**
 * The directory of this machine that `find` maps a path of the container to, created where it is missing. Undefined: there is none.
 * False: it cannot be written.
 */
export function writableDirectory(find: () => string | undefined): string | undefined | false {
  try {
    const directory = find();
    if (directory === undefined) return undefined;
    makePlainDirectory(directory);
    accessSync(directory, constants.W_OK);
    return directory;
  } catch (error) {
    const isExpected = error instanceof PathError || (error as NodeJS.ErrnoException).syscall !== undefined;
    if (!isExpected) throw error;
    return false;
  }
}
