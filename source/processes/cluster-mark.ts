import { join } from 'node:path';
import { fieldsOf } from '../files/parse-json.ts';
import { replaceFile } from '../files/replace-file.ts';
import { type LockOwner, readOwner } from './lock-owner.ts';
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
  const last = fieldsOfMark(directory)?.last;
  if (last === undefined) return undefined;
  return last === 'running' || last === 'in-order' ? last : 'fresh';
}

/** The cluster that runs in the directory, or was killed there; it is known even if its lock was deleted. */
export function readMarkedOwner(directory: string): LockOwner | undefined {
  const fields = fieldsOfMark(directory);
  return fields?.last === 'running' ? readOwner(fields.owner, directory) : undefined;
}

function fieldsOfMark(directory: string): { readonly last: unknown; readonly owner: unknown } | undefined {
  const file = readSmallFile(join(directory, markFile), maxBytes);
  if (file === undefined || file === 'not-plain') return undefined;
  const { madeBy, format: found, last = 'fresh', owner } = fieldsOf(file.text);
  return madeBy === maker && typeof found === 'number' ? { last, owner } : undefined;
}

/**
 * `owner`: the cluster that runs.
 * @throws UnfitFileError `not-a-file`: a directory is in the place of the file. Node's error
 */
export function writeMark(directory: string, last: LastEnd, owner?: LockOwner): void {
  replaceFile(join(directory, markFile), `${JSON.stringify({ madeBy: maker, format, last, owner })}\n`);
}
