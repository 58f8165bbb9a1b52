import { join } from 'node:path';
import { checkName, namedInside } from './path-inside.ts';
import { removePlain } from './plain-directory.ts';

/**
 * Removes what has these names, one directory in the other, below `root`; it need not be there. A link in its place is removed, and
 * not what it leads to. Throws {@link PathError} for names that lead out, and what the system says.
 */
export function removeInside(root: string, ...names: readonly [string, ...string[]]): void {
  const above = names.slice(0, -1);
  const last = names[above.length] as string;
  checkName(last);
  const parent = namedInside(root, ...above);
  removePlain(join(parent, last));
}
