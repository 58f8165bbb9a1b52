import type { Stats } from 'node:fs';
import { bytesOf, type Node, type Owner } from './file-node.ts';

/** What stat(2) tells about a file of a container. */
export interface FileAbout {
  readonly kind: 'file' | 'directory' | 'link' | 'device';
  /** Permission bits, with set-id and sticky bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly accessed: number;
  readonly changed: number;
  readonly links: number;
  readonly id: number;
  /** Blocks of 512 bytes. */
  readonly blocks: number;
  /** The file system: one for each mount, and one for the rest. */
  readonly device: number;
}

/** The size of a directory in ext4 with few entries. */
const directorySize = 4096;

export function aboutNode(node: Node): FileAbout {
  const size =
    node.kind === 'file'
      ? bytesOf(node).length
      : node.kind === 'directory'
        ? directorySize
        : node.kind === 'link'
          ? Buffer.byteLength(node.target)
          : 0;
  const { kind, mode, uid, gid, modified, id } = node;
  let links = node.kind === 'file' ? node.links : 1;
  if (node.kind === 'directory') {
    links = 2;
    for (const name of node.entries.keys()) if (node.entries.get(name)?.kind === 'directory') links += 1;
  }
  const times = { modified, accessed: modified, changed: modified };
  const blocks = kind === 'link' ? 0 : Math.ceil(size / 4096) * 8;
  return { kind, mode, uid, gid, size, ...times, links, id, blocks, device: 1 };
}

/** A file of this machine, as the container's user owns it: who owns it here is nobody's business there. */
export function aboutStats(stats: Stats, owner: Owner): FileAbout {
  const kind = stats.isDirectory()
    ? 'directory'
    : stats.isSymbolicLink()
      ? 'link'
      : stats.isFile()
        ? 'file'
        : 'device';
  return {
    kind,
    mode: modeOf(stats),
    ...owner,
    size: stats.size,
    modified: stats.mtimeMs,
    accessed: stats.atimeMs,
    changed: stats.ctimeMs,
    links: stats.nlink,
    id: stats.ino,
    blocks: stats.blocks,
    device: 2,
  };
}

/** Windows has no execute bits, and Node reports none: who may read there may execute, or no directory could be entered. */
function modeOf({ mode }: Stats): number {
  const known = mode & 0o7777;
  return process.platform === 'win32' ? known | ((known & 0o444) >> 2) : known;
}

/** `-rw-r--r--` */
export function modeText({ kind, mode }: Pick<FileAbout, 'kind' | 'mode'>): string {
  const letter = { file: '-', directory: 'd', link: 'l', device: 'c' }[kind];
  const special = (bit: number, execute: boolean, character: string): string =>
    (mode & bit) === 0 ? (execute ? 'x' : '-') : execute ? character : character.toUpperCase();
  const triple = (shift: number, bit: number, character: string): string => {
    const bits = mode >> shift;
    return (bits & 4 ? 'r' : '-') + (bits & 2 ? 'w' : '-') + special(bit, (bits & 1) !== 0, character);
  };
  return letter + triple(6, 0o4000, 's') + triple(3, 0o2000, 's') + triple(0, 0o1000, 't');
}
