import { createReadStream, lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { basename, join } from 'node:path';
import { blockLength, encodeHeader, paddingOf, type TarEntry } from '../../../archives/tar-header.ts';

/** A file or directory of this machine as an archive, in which it is called `name`. Devices and pipes are left out. */
export async function* packLocal(path: string, name: string): AsyncGenerator<Buffer> {
  yield* packOne(path, name);
  yield Buffer.alloc(2 * blockLength);
}

async function* packOne(path: string, name: string): AsyncGenerator<Buffer> {
  const stats = lstatSync(path);
  if (stats.isDirectory()) {
    yield encodeHeader(entryOf(stats, { name: `${name}/`, kind: 'directory' }));
    for (const child of readdirSync(path).sort()) yield* packOne(join(path, child), `${name}/${child}`);
  } else if (stats.isSymbolicLink())
    yield encodeHeader(entryOf(stats, { name, kind: 'link', target: readlinkSync(path) }));
  else if (stats.isFile()) {
    yield encodeHeader(entryOf(stats, { name, kind: 'file', size: stats.size }));
    let left = stats.size;
    if (left > 0)
      for await (const piece of createReadStream(path, { end: left - 1 })) {
        left -= (piece as Buffer).length;
        yield piece as Buffer;
      }
    // A file that shrank meanwhile keeps the length that its header says.
    yield Buffer.alloc(left + paddingOf(stats.size));
  }
}

function entryOf(stats: Stats, about: Pick<TarEntry, 'name' | 'kind'> & Partial<TarEntry>): TarEntry {
  const { mode, uid, gid, mtimeMs } = stats;
  return {
    mode: mode & 0o777,
    uid,
    gid,
    user: '',
    group: '',
    size: 0,
    modified: mtimeMs,
    target: '',
    ...about,
  };
}

/** The last part of a path, as kubectl takes it for the name of a copy. */
export function lastPart(path: string): string {
  return basename(path.replace(/\/+$/, '')) || path;
}
