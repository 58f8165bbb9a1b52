import type * as App from '../app.ts';
import { homeDirectory } from '../commands/locations/home-directory.ts';
import { isFileFailure } from '../files/file-failure.ts';
import { bundleId } from './bundle-id.ts';
import { compiledDirectory } from './compiled-directory.ts';
import { loadEntry, type Pack } from './load-entry.ts';
import { homeFlag, packOf } from './pack-of.ts';

/** Takes the place of ../app.ts in the bundle of cli.ts: reads it from its chunks. */
export const { runApp } = loadEntry(import.meta.dirname, 'app', packFor(process.argv.slice(2))) as typeof App;

function packFor(words: readonly string[]): Pack | undefined {
  const pack = packOf(words);
  return pack && { ...pack, bundle: bundleId, directory: directoryFor(words) };
}

/** Undefined where this user has no home: the app reports it. */
function directoryFor(words: readonly string[]): string | undefined {
  try {
    return compiledDirectory(homeDirectory(homeFlag(words)));
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    return undefined;
  }
}
