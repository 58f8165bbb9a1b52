import { UnfitFileError } from './regular-file.ts';

/**
 * Whether an error says that a file could not be opened, read or written: the system refused it, or it is none to be read. Anything else that
 * is thrown on the way is a defect of ours.
 */
export function isFileFailure(error: unknown): boolean {
  return error instanceof UnfitFileError || (error instanceof Error && 'syscall' in error);
}
