import { randomUUID } from 'node:crypto';
import { linkSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../errors/lab-error.ts';
import { readSmallFile, type SmallFile } from './small-file.ts';

/** The longest lock file that kafka-lab writes, in bytes. */
const maxLockBytes = 8 * 1024;
/** How long an empty lock may be one that is just being written: on a file system without hard links. */
const emptyForMs = 250;
const attempts = 20;

export interface TakenLock {
  /** False if another process has taken it. */
  isOurs(): boolean;
  /** Deletes the file, if it is still ours. */
  release(): void;
}

/**
 * Makes `path`, whole and at once, with `text`, which no other lock must ever hold. Where there is one already, `isHeld` says whether it
 * counts; one that does not is taken away, and so is what is no lock at all: a link, a pipe. Nothing is followed or waited for.
 * @returns undefined if it is held.
 * @throws LabError `machine-lacks`: a directory with something in it is in the way. Any error of the file system.
 */
export async function takeLock(
  path: string,
  text: string,
  isHeld: (found: SmallFile) => Promise<boolean> | boolean,
): Promise<TakenLock | undefined> {
  const lock: TakenLock = {
    isOurs: () => textOf(path) === text,
    release: () => {
      if (textOf(path) === text) rmSync(path, { force: true });
    },
  };
  const patientUntil = performance.now() + emptyForMs;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (createWhole(path, text)) return lock;
    const found = readSmallFile(path, maxLockBytes);
    if (found === undefined) continue;
    if (found !== 'not-plain') {
      if (found.text === '' && performance.now() < patientUntil) {
        await delay(emptyForMs / 5);
        continue;
      }
      if (await isHeld(found)) return undefined;
    }
    takeAway(path, found === 'not-plain' ? undefined : found.text);
  }
  return undefined;
}

/** The lock as it stands; undefined if there is none, or something that is none. */
export function readLock(path: string): SmallFile | undefined {
  const found = readSmallFile(path, maxLockBytes);
  return found === 'not-plain' ? undefined : found;
}

/** Creates the file atomically: nobody reads a partial lock. */
function createWhole(path: string, text: string): boolean {
  const draft = `${path}.${randomUUID()}.draft`;
  writeFileSync(draft, text, { flag: 'wx', mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!withoutLinks.has(code)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Errors of a file system without hard links: FAT, some network file systems. */
const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR', 'EINVAL']);

/** Deletes the stale lock. If another lock replaced it meanwhile, that one is restored. */
function takeAway(path: string, judged: string | undefined): void {
  const aside = `${path}.${randomUUID()}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const found = readSmallFile(aside, maxLockBytes);
  if (found !== undefined && found !== 'not-plain' && found.text !== judged) giveBack(aside, path);
  try {
    rmSync(aside, { force: true });
  } catch (error) {
    removeDirectory(aside, path, error);
  }
}

function giveBack(aside: string, path: string): void {
  try {
    linkSync(aside, path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // A third process has taken it: the owner of the restored lock notices with `isOurs`.
    if (code !== 'EEXIST' && !withoutLinks.has(code)) throw error;
  }
}

/** Deletes an empty directory; a non-empty one is put back. */
function removeDirectory(aside: string, path: string, why: unknown): void {
  try {
    rmdirSync(aside);
  } catch (error) {
    renameSync(aside, path);
    if (!notEmpty.has((error as NodeJS.ErrnoException).code)) throw error;
    throw new LabError('machine-lacks', `\`${path}\` is a directory where a lock file should be`, {
      hint: 'move it away',
      cause: why,
    });
  }
}

const notEmpty: ReadonlySet<string | undefined> = new Set(['ENOTEMPTY', 'EEXIST']);

function textOf(path: string): string | undefined {
  return readLock(path)?.text;
}
