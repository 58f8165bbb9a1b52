import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { moveAwayOrOtherHome } from './home-hints.ts';

/**
 * Refuses a symbolic link where one of our files or directories is or will be: what is written to it, or deleted
 * below it, would not be ours. The home itself may be a link.
 * @throws LabError `machine-lacks`. Node's error where that cannot be told
 */
export function refuseLink(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink() !== true) return;
  throw new LabError('machine-lacks', `\`${path}\` is a symbolic link to \`${readlinkSync(path)}\``, {
    hint: moveAwayOrOtherHome,
  });
}

/** The same for the entries of a directory, if it is there: all of them, or those of the names that `isOurs` takes. */
export function refuseLinksIn(directory: string, isOurs: (name: string) => boolean = () => true): void {
  if (lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  for (const name of readdirSync(directory)) if (isOurs(name)) refuseLink(join(directory, name));
}
