import { lstatSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { ifExpected } from '../../errors/expected-failure.ts';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { readRegularText, UnfitFileError } from '../../files/regular-file.ts';
import { replaceFile } from '../../files/replace-file.ts';
import type { TaskFiles } from '../../session/task-files.ts';

const longestFile = 1024 * 1024;
const mode = 0o644;

/**
 * How often a file is looked at, in ms. Not the system's notifications: editors write into the file, rename another one over it, or
 * remove and make it again, some file systems notify of nothing, and to look at one file costs nothing.
 */
const lookEveryMs = 200;

export interface FilesOfTasksOptions {
  /** The working directory. */
  readonly directory: string;
  readonly everyMs?: number;
}

export function filesOfTasks({ directory, everyMs = lookEveryMs }: FilesOfTasksOptions): TaskFiles {
  const path = (name: string): string => join(directory, requirePlain(name));

  const read = (name: string): string =>
    refused(path(name), 'read', () => readRegularText(path(name), longestFile, 'refuse'));

  const write = (file: string, text: string): void =>
    refused(file, 'written', () => replaceFile(file, text, mode));

  return {
    path,
    read,
    prepare(name, text) {
      if (lstatSync(path(name), { throwIfNoEntry: false }) === undefined) write(path(name), text);
    },
    replace(name, text) {
      const before = lstatSync(path(name), { throwIfNoEntry: false })?.isFile() ? read(name) : undefined;
      if (before === text) return;
      if (before !== undefined) write(`${path(name)}~`, before);
      write(path(name), text);
    },
    watch(name, onSaved) {
      let known = textOf(read, name);
      let looked: string | undefined;
      let isLooking = false;
      let isStopped = false;
      const look = async (): Promise<void> => {
        const stats = await lstat(path(name)).catch(ifExpected(undefined));
        const now = stats && [stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join();
        // Only what has not changed since the last look: an editor may still be writing.
        const isSettled = now !== undefined && now === looked;
        looked = now;
        const text = isSettled ? textOf(read, name) : undefined;
        if (isStopped || text === undefined || text === known) return;
        known = text;
        onSaved();
      };
      const timer = setInterval(() => {
        if (isLooking) return;
        isLooking = true;
        void look().finally(() => {
          isLooking = false;
        });
      }, everyMs);
      timer.unref();
      return () => {
        isStopped = true;
        clearInterval(timer);
      };
    },
  };
}

/** Undefined while there is no such file, as in the middle of a save. */
function textOf(read: (name: string) => string, name: string): string | undefined {
  try {
    return read(name);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return undefined;
  }
}

/** @throws LabError `path`: the name leads elsewhere */
function requirePlain(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) return name;
  throw new LabError('path', `\`${name}\` cannot be the file of a task`, {
    hint: 'a plain file name has letters, digits, dots, dashes and underscores',
  });
}

function refused<T>(path: string, what: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    const isSystem = (cause as NodeJS.ErrnoException).code !== undefined;
    if (!(cause instanceof UnfitFileError) && !isSystem) throw cause;
    throw new LabError('machine-lacks', `\`${path}\` cannot be ${what}: ${describeError(cause)}`, { cause });
  }
}
