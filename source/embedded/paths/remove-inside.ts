import { join } from 'node:path';
import { checkName, namedInside } from './path-inside.ts';
import { removePlain } from './plain-directory.ts';

/**
 * Removes the nested path of these names below `root`, if it exists. A link in its place is removed, not its target. Throws {@link
 * PathError} for names that lead out, and system errors.
 */
export function removeInside(root: string, ...names: readonly [string, ...string[]]): void {
  const above = names.slice(0, -1);
  const last = names[above.length] as string;
  checkName(last);
  const parent = namedInside(root, ...above);
  removePlain(join(parent, last));
}
