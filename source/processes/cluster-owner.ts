import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf } from '../files/parse-json.ts';
import { removeOwnFile, replaceFile } from '../files/replace-file.ts';
import { endMarked, isOwner, newOwner } from './environment-mark.ts';
import { readSmallFile } from './small-file.ts';

const fileName = 'programs';
/** The longest file that kafka-lab writes, in bytes. */
const maxBytes = 8 * 1024;

/**
 * Ends the programs that the last cluster in `directory` left behind because it and their shims were killed. Resolves with how many. Call it
 * only when that cluster is gone.
 */
export async function endLeftPrograms(directory: string): Promise<number> {
  const owner = readOwner(directory);
  if (owner === undefined) return 0;
  const count = await endMarked({ owner });
  forgetOwner(directory);
  return count;
}

/**
 * A new owner for the programs of the cluster that takes `directory`, recorded for cleanup after its end.
 * @throws UnfitFileError `not-a-file`: a directory is in the place of the file. Node's error
 */
export function writeOwner(directory: string): string {
  const owner = newOwner();
  const path = join(directory, fileName);
  // With its path, so that a copy of the directory identifies no owner.
  replaceFile(path, `${JSON.stringify({ owner, place: realpathSync(directory) })}\n`);
  return owner;
}

/** For a cluster that has ended its programs itself. */
export function forgetOwner(directory: string): void {
  removeOwnFile(join(directory, fileName));
}

/** undefined: there was no cluster, or none that started programs, or what lies there is of another directory or no file of ours. */
function readOwner(directory: string): string | undefined {
  const file = readSmallFile(join(directory, fileName), maxBytes);
  if (file === undefined || file === 'not-plain') return undefined;
  const { owner, place } = fieldsOf(file.text);
  return typeof owner === 'string' && isOwner(owner) && place === realpathSync(directory) ? owner : undefined;
}
