import { FileError } from './file-error.ts';
import { bytesOf, type FileNode, type Node } from './file-node.ts';

/** What all files of a container outside of mounts may hold, and how many there may be. */
export const mostBytes = 16 * 1024 * 1024;
export const mostNodes = 5000;

/** Counts what the files of a container hold. */
export class FileQuota {
  #bytes = 0;
  #nodes = 0;

  /** Throws ENOSPC where there is no room for that much more. */
  charge(bytes: number, nodes: number): void {
    if (this.#bytes + bytes > mostBytes || this.#nodes + nodes > mostNodes) throw new FileError('ENOSPC');
    this.#bytes += bytes;
    this.#nodes += nodes;
  }

  /** Gives a file other contents. */
  setData(node: FileNode, data: Buffer): void {
    this.charge(data.length - (typeof node.data === 'function' ? 0 : node.data.length), 0);
    node.data = data;
    node.modified = Date.now();
  }

  /** A name of the file is gone, and with its last one the file. */
  release(node: Node): void {
    this.#nodes -= 1;
    if (node.kind !== 'file') return;
    node.links -= 1;
    if (node.links === 0 && typeof node.data !== 'function') this.#bytes -= node.data.length;
  }
}

/** The memory of a file that grows. */
const rooms = new WeakMap<FileNode, Buffer>();

/**
 * The contents of a file with more at the end. Room is made for twice as much, so that many small writes do not copy the file each time; who
 * reads it keeps what was there before, a shorter part of the same memory.
 */
export function appended(node: FileNode, bytes: Buffer): Buffer {
  const old = bytesOf(node);
  const length = old.length + bytes.length;
  if (length > mostBytes) throw new FileError('ENOSPC');
  let room = rooms.get(node);
  if (room === undefined || room.buffer !== old.buffer || room.length < length) {
    room = Buffer.alloc(Math.min(2 * length, mostBytes));
    old.copy(room);
    rooms.set(node, room);
  }
  bytes.copy(room, old.length);
  return room.subarray(0, length);
}
