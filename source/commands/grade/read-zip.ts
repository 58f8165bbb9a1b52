import { closeSync, constants } from 'node:fs';
import { describeError } from '../../errors/lab-error.ts';
import { openRegularFile, UnfitFileError } from '../../files/regular-file.ts';
import { BadNames } from './bad-names.ts';
import { bounded, largestInnerZip, largestUnpacked, mostFiles, TooLargeError } from './bounds.ts';
import { EmptyFolders } from './empty-folders.ts';
import { type HandedIn, handedIn, type Unreadable } from './handed-in.ts';

type Yauzl = typeof import('yauzl');
/** A name that leads out of its folder is an entry's own fault: read by the package, it would be the end of the whole zip. */
const reading = { autoClose: false, decodeStrings: false };
type ZipFile = Awaited<ReturnType<Yauzl['fromFdPromise']>>;
type Entry = Awaited<ReturnType<ReturnType<ZipFile['eachEntry']>['next']>>['value'];

/**
 * The journals in a zip, and in the zips within it. Nothing is written to the disk; what it unpacks to is counted as it comes, not believed.
 */
export async function* readZip(
  file: string,
  path: readonly string[],
  links: 'follow' | 'refuse',
): AsyncGenerator<HandedIn | Unreadable> {
  const left = { bytes: largestUnpacked, files: mostFiles };
  let descriptor: number | undefined;
  try {
    const yauzl = (await import('yauzl')).default;
    descriptor = openRegularFile(file, constants.O_RDONLY, 0o600, links);
    // It closes the descriptor.
    const zip = await yauzl.fromFdPromise(descriptor, reading);
    yield* orNothing(entriesOf(yauzl, zip, path, left, true), path);
  } catch (error) {
    yield unreadable(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** A zip in which there is nothing to grade is named. */
async function* orNothing(
  found: AsyncGenerator<HandedIn | Unreadable>,
  path: readonly string[],
): AsyncGenerator<HandedIn | Unreadable> {
  let isEmpty = true;
  for await (const each of found) {
    isEmpty = false;
    yield each;
  }
  if (isEmpty) yield { source: path.join('/'), wrong: 'holds no journal' };
}

async function* entriesOf(
  yauzl: Yauzl,
  zip: ZipFile,
  path: readonly string[],
  left: { bytes: number; files: number },
  mayHoldZips: boolean,
): AsyncGenerator<HandedIn | Unreadable> {
  const folders = new EmptyFolders();
  const bad = new BadNames();
  for await (const entry of zip.eachEntry()) {
    const name = yauzl.getFileNameLowLevel(
      entry.generalPurposeBitFlag,
      entry.fileNameRaw,
      entry.extraFields,
      false,
    );
    if (yauzl.validateFileName(name) !== null) {
      bad.add(name);
      continue;
    }
    const own = [...path, ...name.split('/').filter((part) => part !== '' && part !== '.')];
    addFolders(folders, own, path.length, name.endsWith('/'));
    const isZip = /\.zip$/i.test(name);
    if (!isZip && !/\.jsonl$/i.test(name)) continue;
    folders.found(own);
    left.files -= 1;
    if (left.files < 0) {
      yield { source: path.join('/'), wrong: `holds more files than are read: ${mostFiles}` };
      return;
    }
    if (!isZip) yield handedIn(own, bounded(unpack(zip, entry), left));
    else if (!mayHoldZips) yield { source: own.join('/'), wrong: 'is a zip in a zip in a zip' };
    else yield* innerZip(yauzl, zip, entry, own, left);
  }
  if (bad.wrong !== undefined) yield { source: path.join('/'), wrong: bad.wrong };
  for (const empty of folders.list()) yield { source: empty.join('/'), wrong: 'holds no journal' };
}

/** The folders in which an entry of a zip lies, and what is known to be in each. */
function addFolders(folders: EmptyFolders, path: readonly string[], root: number, isFolder: boolean): void {
  for (let length = root; length < path.length; length++)
    folders.add(path.slice(0, length), path.slice(length, length + 1));
  if (isFolder) folders.add(path, []);
}

async function* innerZip(
  yauzl: Yauzl,
  zip: ZipFile,
  entry: Entry,
  path: readonly string[],
  left: { bytes: number; files: number },
): AsyncGenerator<HandedIn | Unreadable> {
  try {
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of bounded(unpack(zip, entry), left)) {
      length += piece.length;
      if (length > largestInnerZip)
        throw new TooLargeError(`a zip in a zip may have ${largestInnerZip / 1024 ** 2} MB`);
      pieces.push(piece);
    }
    const inner = await yauzl.fromBufferPromise(Buffer.concat(pieces, length), reading);
    yield* orNothing(entriesOf(yauzl, inner, path, left, false), path);
  } catch (error) {
    yield unreadable(path, error);
  }
}

async function* unpack(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  yield* (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
}

/** Yauzl throws plain errors, with a message about what is wrong with the zip. */
function unreadable(path: readonly string[], error: unknown): Unreadable {
  const isOfZip = error instanceof Error && (error.constructor === Error || error instanceof TooLargeError);
  if (!isOfZip && !(error instanceof UnfitFileError) && (error as NodeJS.ErrnoException).code === undefined)
    throw error;
  return { source: path.join('/'), wrong: `cannot be unpacked: ${describeError(error)}` };
}
