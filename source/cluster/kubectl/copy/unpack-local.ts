import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { TarError } from '../../../archives/tar-header.ts';
import { TarReader } from '../../../archives/tar-reader.ts';

export interface Unpacking {
  /** What the names in the archive begin with. */
  readonly prefix: string;
  /** The path on this machine that takes its place. */
  readonly destination: string;
  warn(text: string): void;
}

/**
 * Writes the files of an archive to this machine. Links are skipped, and so is what would lie outside the destination: a pod must not
 * choose where it writes. Throws TarError and errors of the file system.
 */
export async function unpackLocal(
  pieces: AsyncIterable<Buffer>,
  { prefix, destination, warn }: Unpacking,
): Promise<number> {
  const reader = new TarReader(pieces);
  let count = 0;
  for (let entry = await reader.next(); entry !== undefined; entry = await reader.next()) {
    if (!entry.name.startsWith(prefix)) throw new TarError('tar contents corrupted');
    count++;
    const path = join(destination, entry.name.slice(prefix.length));
    const inside = relative(destination, path);
    if (inside === '..' || inside.startsWith(`..${sep}`)) {
      warn(`warning: file "${path}" is outside target destination, skipping`);
      continue;
    }
    if (entry.kind === 'directory') mkdirSync(path, { recursive: true });
    else if (entry.kind === 'link' || entry.kind === 'hard-link')
      warn(`warning: skipping symlink: "${path}" -> "${entry.target}"`);
    else if (entry.kind === 'file') {
      mkdirSync(dirname(path), { recursive: true });
      const file = openSync(path, 'w');
      try {
        for await (const piece of reader.bytes()) writeSync(file, piece);
      } finally {
        closeSync(file);
      }
    }
  }
  return count;
}
