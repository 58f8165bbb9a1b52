import { isAbsolute, relative, sep } from 'node:path';

/** Whether `path` is `directory` or below it. Both must be absolute and free of links. */
export function isInside(directory: string, path: string): boolean {
  const rest = relative(directory, path);
  return rest !== '..' && !rest.startsWith(`..${sep}`) && !isAbsolute(rest);
}
