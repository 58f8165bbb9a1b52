import { readRegularFile } from '../../files/regular-file.ts';
import { requireRealParent } from '../paths/guarded-directory.ts';

/**
 * The contents of a file from an earlier run; refuses links in the path.
 * @throws PathError, UnfitFileError, or Node's error
 */
export function readStoredFile(path: string, maxBytes: number): Buffer {
  requireRealParent(path);
  return readRegularFile(path, maxBytes, 'refuse');
}
