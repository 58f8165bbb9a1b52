import { posix } from 'node:path';
import { PathError, quoted } from './path-error.ts';

/** PATH_MAX of Linux without the terminating NUL, in bytes. */
const longestPath = 4095;

/** The most names in a path. Checking each directory takes quadratic time: a second for 2,000. */
export const mostNames = 200;

/**
 * A container path in canonical form: absolute, without `.` and `..`, without a trailing slash (except for `/`). A relative path starts
 * at the root, and `..` cannot lead above it. Throws {@link PathError} for an invalid path.
 */
export function containerPath(path: string): string {
  // A value from the API's store, or from its file, may have any type.
  if (typeof path !== 'string') throw new PathError(`${quoted(path)} is not a path`);
  if (path.includes('\0')) throw new PathError(`the path ${quoted(path)} has a NUL`);
  if (Buffer.byteLength(path) > longestPath)
    throw new PathError(`the path ${quoted(path)} is longer than ${longestPath} bytes`);
  const normalized = posix.normalize(`/${path}`);
  if (normalized.split('/').length > mostNames + 1)
    throw new PathError(`the path ${quoted(path)} has more than ${mostNames} names`);
  return normalized.length > 1 && normalized.endsWith('/') ? normalized.slice(0, -1) : normalized;
}
