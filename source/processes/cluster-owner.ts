import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endMarked, isOwner, newOwner } from './environment-mark.ts';

const fileName = 'programs';

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

/** A new owner for the programs of the cluster that takes `directory`, written down for whoever comes after its end. */
export function writeOwner(directory: string): string {
  const owner = newOwner();
  writeFileSync(join(directory, fileName), owner, { mode: 0o600 });
  return owner;
}

/** For a cluster that has ended its programs itself. */
export function forgetOwner(directory: string): void {
  rmSync(join(directory, fileName), { force: true });
}

function readOwner(directory: string): string | undefined {
  try {
    const text = readFileSync(join(directory, fileName), 'latin1');
    return isOwner(text) ? text : undefined;
  } catch {
    // There was no cluster, or none that started programs.
    return undefined;
  }
}
