import { createReadStream, lstatSync, opendirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describeError } from '../../errors/lab-error.ts';
import { openRegularFile } from '../../files/regular-file.ts';
import { bounded, deepestFolder, mostFiles } from './bounds.ts';
import { type HandedIn, handedIn, type Unreadable } from './handed-in.ts';
import { readZip } from './read-zip.ts';

/** The journals at a path: a file, a folder of them, or a zip of either. A link within a folder is not followed. */
export async function* findJournals(given: string): AsyncGenerator<HandedIn | Unreadable> {
  const path = resolve(given);
  const budget = { files: mostFiles };
  try {
    if (statSync(path).isDirectory()) yield* inFolder(path, [basename(path)], budget, 0);
    else yield* oneFile(path, [basename(path)], budget);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    yield { source: given, wrong: `cannot be read: ${describeError(error)}` };
  }
}

async function* inFolder(
  folder: string,
  path: readonly string[],
  budget: { files: number },
  depth: number,
): AsyncGenerator<HandedIn | Unreadable> {
  const source = path.join('/');
  let names: string[];
  try {
    names = namesIn(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    yield { source, wrong: `cannot be read: ${describeError(error)}` };
    return;
  }
  // In a home directory, the data of clusters lies beside the sessions.
  const isHome = names.includes('sessions');
  for (const name of names) {
    if (isHome && name === 'clusters') continue;
    const file = join(folder, name);
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    if (stats.isDirectory()) {
      if (depth < deepestFolder) yield* inFolder(file, [...path, name], budget, depth + 1);
      else yield { source: `${source}/${name}`, wrong: `is more than ${deepestFolder} folders deep` };
    } else if (/\.(?:jsonl|zip)$/i.test(name)) yield* oneFile(file, [...path, name], budget);
  }
}

function namesIn(folder: string): string[] {
  const directory = opendirSync(folder);
  try {
    const names: string[] = [];
    for (
      let entry = directory.readSync();
      entry !== null && names.length < mostFiles;
      entry = directory.readSync()
    )
      names.push(entry.name);
    return names.sort();
  } finally {
    directory.closeSync();
  }
}

async function* oneFile(
  file: string,
  path: readonly string[],
  budget: { files: number },
): AsyncGenerator<HandedIn | Unreadable> {
  const source = path.join('/');
  budget.files -= 1;
  if (budget.files === -1)
    yield { source, wrong: `and what follows are left out: at most ${mostFiles} files are read` };
  if (budget.files < 0) return;
  if (/\.zip$/i.test(file)) {
    yield* readZip(file, path);
    return;
  }
  yield handedIn(path, bounded(readFile(file), { bytes: Number.POSITIVE_INFINITY }));
}

/** @throws Node's error, UnfitFileError: there is no regular file */
async function* readFile(file: string): AsyncGenerator<Buffer> {
  yield* createReadStream(file, { fd: openRegularFile(file) }) as AsyncIterable<Buffer>;
}
