import { posix } from 'node:path';
import { PathError, quoted } from './path-error.ts';

/** PATH_MAX of Linux without the NUL at the end, in bytes. */
const longestPath = 4095;

/** Names in a path. Looking at each directory on the way takes time that grows with the square of their number: 2,000 take a second. */
export const mostNames = 200;

/**
 * A path as a container means it: absolute, with neither `.` nor `..`, without a slash at its end (but for `/` itself). A relative path
 * begins at the root, and `..` does not lead above it. Throws {@link PathError} for what is no path.
 */
export function containerPath(path: string): string {
  // What comes from the API's store, or from the file that it was kept in, may be of any type.
  if (typeof path !== 'string') throw new PathError(`${quoted(path)} is not a path`);
  if (path.includes('\0')) throw new PathError(`the path ${quoted(path)} has a NUL`);
  if (Buffer.byteLength(path) > longestPath)
    throw new PathError(`the path ${quoted(path)} is longer than ${longestPath} bytes`);
  const normalized = posix.normalize(`/${path}`);
  if (normalized.split('/').length > mostNames + 1)
    throw new PathError(`the path ${quoted(path)} has more than ${mostNames} names`);
  return normalized.length > 1 && normalized.endsWith('/') ? normalized.slice(0, -1) : normalized;
}
