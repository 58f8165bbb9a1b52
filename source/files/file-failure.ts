import { UnfitFileError } from './regular-file.ts';

/**
 * Whether an error means that a file could not be opened, read or written: a system error or an unsuitable file. Anything else is a bug
 * of ours.
 */
export function isFileFailure(error: unknown): boolean {
  return error instanceof UnfitFileError || (error instanceof Error && 'syscall' in error);
}
