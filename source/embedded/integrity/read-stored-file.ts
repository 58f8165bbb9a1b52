import { readRegularFile } from '../../files/regular-file.ts';
import { requireRealParent } from '../paths/guarded-directory.ts';

/**
 * The bytes of a file that an earlier run left, behind no link and itself none.
 * @throws PathError, UnfitFileError, or Node's error
 */
export function readStoredFile(path: string, maxBytes: number): Buffer {
  requireRealParent(path);
  return readRegularFile(path, maxBytes, 'refuse');
}
