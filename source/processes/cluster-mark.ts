import { join } from 'node:path';
import { fieldsOf } from '../files/parse-json.ts';
import { replaceFile } from '../files/replace-file.ts';
import { readSmallFile } from './small-file.ts';

/** The file in a cluster's directory that marks it as ours and records how the last cluster there ended. */
export const markFile = 'cluster.json';

const maxBytes = 4 * 1024;
const maker = 'kafka-lab';
const format = 1;

/**
 * `fresh`: no cluster has run there. `running`: one runs, or was killed. `in-order`: the last one shut down cleanly and left an inventory.
 */
export type LastEnd = 'fresh' | 'running' | 'in-order';

/** undefined: the directory has no mark of ours. */
export function readMark(directory: string): LastEnd | undefined {
  const file = readSmallFile(join(directory, markFile), maxBytes);
  if (file === undefined || file === 'not-plain') return undefined;
  const { madeBy, format: found, last } = fieldsOf(file.text);
  if (madeBy !== maker || typeof found !== 'number') return undefined;
  return last === 'running' || last === 'in-order' ? last : 'fresh';
}

/** @throws UnfitFileError `not-a-file`: a directory is in the place of the file. Node's error */
export function writeMark(directory: string, last: LastEnd): void {
  replaceFile(join(directory, markFile), `${JSON.stringify({ madeBy: maker, format, last })}\n`);
}
