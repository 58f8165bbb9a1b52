import { constants, createReadStream, lstatSync, opendirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describeError } from '../../errors/lab-error.ts';
import { openRegularFile } from '../../files/regular-file.ts';
import { bounded, deepestFolder, mostFiles } from './bounds.ts';
import { EmptyFolders } from './empty-folders.ts';
import { type HandedIn, handedIn, type Unreadable } from './handed-in.ts';
import { readZip } from './read-zip.ts';

/** The journals at a path: a file, a folder of them, or a zip of either. A link within a folder is named and not followed. */
export async function* findJournals(given: string): AsyncGenerator<HandedIn | Unreadable> {
  const path = resolve(given);
  const budget = { files: mostFiles };
  try {
    if (statSync(path).isDirectory()) yield* inClass(path, [basename(path)], budget);
    else yield* oneFile(path, [basename(path)], budget, 'follow');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    yield { source: given, wrong: `cannot be read: ${describeError(error)}` };
  }
}

/** A folder of a class: of the folders in it, those that hold nothing to grade are named. */
async function* inClass(
  folder: string,
  path: readonly string[],
  budget: { files: number },
): AsyncGenerator<HandedIn | Unreadable> {
  const folders = new EmptyFolders();
  folders.found(path);
  yield* inFolder(folder, path, budget, folders);
  // What was not looked at any more may hold something.
  if (budget.files < 0) return;
  for (const empty of folders.list()) yield { source: empty.join('/'), wrong: 'holds no journal' };
}

async function* inFolder(
  folder: string,
  path: readonly string[],
  budget: { files: number },
  folders: EmptyFolders,
  depth = 0,
): AsyncGenerator<HandedIn | Unreadable> {
  const source = path.join('/');
  let names: string[];
  try {
    names = namesIn(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    folders.found(path);
    yield { source, wrong: `cannot be read: ${describeError(error)}` };
    return;
  }
  folders.add(path, names);
  // In a home directory, the data of clusters lies beside the sessions.
  const isHome = names.includes('sessions');
  for (const name of names) {
    if (isHome && name === 'clusters') continue;
    const file = join(folder, name);
    const own = [...path, name];
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    if (stats.isDirectory()) {
      if (depth < deepestFolder) yield* inFolder(file, own, budget, folders, depth + 1);
      else {
        folders.found(own);
        yield { source: own.join('/'), wrong: `is more than ${deepestFolder} folders deep` };
      }
    } else if (/\.(?:jsonl|zip)$/i.test(name)) {
      folders.found(own);
      yield* oneFile(file, own, budget, 'refuse');
    }
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
  links: 'follow' | 'refuse',
): AsyncGenerator<HandedIn | Unreadable> {
  const source = path.join('/');
  budget.files -= 1;
  if (budget.files === -1)
    yield { source, wrong: `and what follows are left out: at most ${mostFiles} files are read` };
  if (budget.files < 0) return;
  if (/\.zip$/i.test(file)) {
    yield* readZip(file, path, links);
    return;
  }
  yield handedIn(path, bounded(readFile(file, links), { bytes: Number.POSITIVE_INFINITY }));
}

/** @throws Node's error, UnfitFileError: there is no regular file */
async function* readFile(file: string, links: 'follow' | 'refuse'): AsyncGenerator<Buffer> {
  const fd = openRegularFile(file, constants.O_RDONLY, 0o600, links);
  yield* createReadStream(file, { fd }) as AsyncIterable<Buffer>;
}
