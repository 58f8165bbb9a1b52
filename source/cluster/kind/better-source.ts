import { existsSync, lstatSync, statSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';

/** A learner's directory, and the files that turn its consumer into the better one. */
export interface BetterSource {
  readonly directory: string;
  /** A directory whose files take the place of those of the same name in `directory`, or one such file. */
  readonly better: string;
}

const mostBytes = 512 * 2 ** 20;
const mostFiles = 50_000;
/** Not needed to build, and large. */
const leftOut: ReadonlySet<string> = new Set(['.git']);

/**
 * Calls `work` with a copy of the learner's directory in which the better consumer's files replace the first one's, then deletes the copy.
 * The directory itself is only read.
 * @throws LabError `usage`: the better source matches no file, or the directory is too large to copy
 */
export async function withBetterSource(
  { directory, better }: BetterSource,
  work: (copy: string) => Promise<void>,
): Promise<void> {
  const isDirectory = statSync(better).isDirectory();
  const target = isDirectory ? '' : await placeOf(better, directory);
  // The learner's scripts may ask for the name of the directory that they are in.
  const scratch = await mkdtemp(join(tmpdir(), 'kafka-lab-better-'));
  const copy = join(scratch, basename(directory));
  try {
    let bytes = 0;
    let files = 0;
    await cp(directory, copy, {
      recursive: true,
      verbatimSymlinks: true,
      filter(path) {
        if (leftOut.has(basename(path)) || resolve(path) === resolve(better)) return false;
        const { size } = lstatSync(path);
        bytes += size;
        files += 1;
        if (bytes > mostBytes || files > mostFiles)
          throw new LabError('usage', `\`${directory}\` is too large to copy for a build`, {
            hint: 'move what the build does not need elsewhere, and pass only the sources with `--lab-dir DIR`',
          });
        return true;
      },
    });
    await cp(better, join(copy, target), { recursive: true, verbatimSymlinks: true, force: true });
    await work(copy);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Where a single file belongs in the directory: it replaces the one file of the same name. */
async function placeOf(file: string, directory: string): Promise<string> {
  const name = basename(file);
  if (existsSync(join(directory, name))) return name;
  const all = await readdir(directory, { recursive: true, withFileTypes: true });
  const same = all
    .filter((entry) => entry.isFile() && entry.name === name)
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => resolve(path) !== resolve(file));
  if (same.length === 1) return same[0]!.slice(directory.length + 1);
  throw new LabError(
    'usage',
    `\`${directory}\` has ${same.length === 0 ? 'no file' : `${same.length} files`} \`${name}\` that \`${file}\` could replace`,
    { hint: 'give a directory laid out like the lab directory, with your better source in it' },
  );
}
