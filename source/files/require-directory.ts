import { lstatSync, statSync } from 'node:fs';
import { LabError } from '../errors/lab-error.ts';
import { moveAwayOrOtherHome } from './home-hints.ts';
import { refuseLink } from './refuse-link.ts';
import { kindOfFile } from './regular-file.ts';

/**
 * Refuses anything but a directory where one of ours is or will be. `links`: whether it may be a link to one.
 * @throws LabError `machine-lacks`: it is something else, or a link. Node's error where that cannot be told
 */
export function requireDirectory(path: string, links: 'follow' | 'refuse' = 'refuse'): void {
  if (links === 'refuse') refuseLink(path);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return;
  const found = stats ?? lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  const kind = found.isSymbolicLink() ? 'a symbolic link to nothing' : kindOfFile(found);
  throw new LabError('machine-lacks', `\`${path}\` is ${kind}, not a directory`, {
    hint: moveAwayOrOtherHome,
  });
}
