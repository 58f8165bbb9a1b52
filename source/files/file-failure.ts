import { UnfitFileError } from './regular-file.ts';

/**
 * Whether an error means that a file could not be opened, read or written: the system refused, or it is not a regular file. Any other error
 * is our own defect.
 */
export function isFileFailure(error: unknown): boolean {
  return error instanceof UnfitFileError || (error instanceof Error && 'syscall' in error);
}
