import { lstatSync, statSync } from 'node:fs';
import { LabError } from '../errors/lab-error.ts';
import { kindOfFile } from './regular-file.ts';

/**
 * Refuses what stands in the place of a directory of ours, which need not be there yet.
 * @throws LabError `machine-lacks`: it is something else, or a link to nothing. Node's error where that cannot be told
 */
export function requireDirectory(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return;
  const found = stats ?? lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  const kind = found.isSymbolicLink() ? 'a symbolic link to nothing' : kindOfFile(found);
  throw new LabError('machine-lacks', `\`${path}\` is ${kind}, not a directory`, {
    hint: 'move it away, or choose another place with --home or KAFKA_LAB_HOME',
  });
}
