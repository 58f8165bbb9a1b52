import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { moveAwayOrOtherHome } from './home-hints.ts';

/**
 * Refuses a symbolic link in place of one of our files or directories, which may not exist yet: writing to it, or deleting below it,
 * would affect somebody else's files. The home itself may be a link.
 * @throws LabError `machine-lacks`. Node's error if the check fails
 */
export function refuseLink(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink() !== true) return;
  throw new LabError('machine-lacks', `\`${path}\` is a symbolic link to \`${readlinkSync(path)}\``, {
    hint: moveAwayOrOtherHome,
  });
}

/** The same for the entries of a directory, if it exists: all of them, or those selected by `isOurs`. */
export function refuseLinksIn(directory: string, isOurs: (name: string) => boolean = () => true): void {
  if (lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  for (const name of readdirSync(directory)) if (isOurs(name)) refuseLink(join(directory, name));
}
