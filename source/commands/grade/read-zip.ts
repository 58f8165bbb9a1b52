import { closeSync } from 'node:fs';
import { describeError } from '../../errors/lab-error.ts';
import { openRegularFile, UnfitFileError } from '../../files/regular-file.ts';
import { bounded, largestInnerZip, largestUnpacked, mostFiles, TooLargeError } from './bounds.ts';
import { type HandedIn, handedIn, type Unreadable } from './handed-in.ts';

type Yauzl = typeof import('yauzl');
type ZipFile = Awaited<ReturnType<Yauzl['fromFdPromise']>>;
type Entry = Awaited<ReturnType<ReturnType<ZipFile['eachEntry']>['next']>>['value'];

/**
 * The journals in a zip, and in the zips within it. Nothing is written to the disk; what it unpacks to is counted as it comes, not believed.
 */
export async function* readZip(file: string, path: readonly string[]): AsyncGenerator<HandedIn | Unreadable> {
  const left = { bytes: largestUnpacked, files: mostFiles };
  let descriptor: number | undefined;
  try {
    const yauzl = (await import('yauzl')).default;
    descriptor = openRegularFile(file);
    // It closes the descriptor.
    const zip = await yauzl.fromFdPromise(descriptor, { autoClose: false });
    yield* entriesOf(yauzl, zip, path, left, true);
  } catch (error) {
    yield unreadable(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

async function* entriesOf(
  yauzl: Yauzl,
  zip: ZipFile,
  path: readonly string[],
  left: { bytes: number; files: number },
  mayHoldZips: boolean,
): AsyncGenerator<HandedIn | Unreadable> {
  for await (const entry of zip.eachEntry()) {
    const own = [...path, ...entry.fileName.split('/').filter((part) => part !== '' && part !== '.')];
    const isZip = /\.zip$/i.test(entry.fileName);
    if (!isZip && !/\.jsonl$/i.test(entry.fileName)) continue;
    left.files -= 1;
    if (left.files < 0) {
      yield { source: path.join('/'), wrong: `holds more files than are read: ${mostFiles}` };
      return;
    }
    if (!isZip) yield handedIn(own, bounded(unpack(zip, entry), left));
    else if (!mayHoldZips) yield { source: own.join('/'), wrong: 'is a zip in a zip in a zip' };
    else yield* innerZip(yauzl, zip, entry, own, left);
  }
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
    const inner = await yauzl.fromBufferPromise(Buffer.concat(pieces, length));
    yield* entriesOf(yauzl, inner, path, left, false);
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
