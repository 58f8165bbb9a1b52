import { lstatSync } from 'node:fs';
import { LabError } from '../../errors/lab-error.ts';

/**
 * Throws unless a directory of a cluster is one, or is not there: what a link in its place leads to is not the cluster's, to be neither
 * filled nor emptied.
 * @throws LabError `machine-lacks`
 */
export function requireOwnDirectory(path: string): void {
  if (!isLink(path)) return;
  throw new LabError('machine-lacks', `\`${path}\` is a symbolic link where the cluster keeps a directory`, {
    hint: 'remove the link; to keep clusters elsewhere, use --home',
  });
}

/** Whether a link is at a path, wherever it leads. */
export function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
