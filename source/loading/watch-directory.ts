import { statSync } from 'node:fs';
import { isFileFailure } from '../files/file-failure.ts';

/** Tells later whether a directory is still the one that is there now. One that is not there yet may be made. */
export function watchDirectory(path: string): () => boolean {
  const before = identify(path);
  return () => before === undefined || identify(path) === before;
}

function identify(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    return undefined;
  }
}
