import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { namesInPlain } from '../../paths/plain-directory.ts';
import type { ServerSettings } from './server-settings.ts';

/** The bytes of a server's files. As 3.6 has it, the size of the data directory is that of the transaction log, and the other way round. */
export function sizesOnDisk({ dataDirectory, logDirectory }: ServerSettings): {
  readonly dataDir: number;
  readonly logDir: number;
} {
  return { dataDir: sizeOf(logDirectory ?? dataDirectory), logDir: sizeOf(dataDirectory) };
}

function sizeOf(directory: string | undefined): number {
  if (directory === undefined) return 0;
  const versioned = join(directory, 'version-2');
  try {
    return namesInPlain(versioned).reduce((sum, name) => sum + fileSize(join(versioned, name)), 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return 0;
  }
}

function fileSize(path: string): number {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? found.size : 0;
}
