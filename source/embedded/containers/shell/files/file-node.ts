import { FileError } from './file-error.ts';

/** Files of a container that are kept in memory. */

export interface Attributes {
  /** Permission bits, as in chmod(2). */
  mode: number;
  uid: number;
  gid: number;
  /** Milliseconds since 1970. */
  modified: number;
}

export interface FileNode extends Attributes {
  readonly kind: 'file';
  /** The bytes, or a function for a file whose contents are made when it is read. */
  data: Buffer | (() => Buffer);
  links: number;
  readonly id: number;
}

export interface LinkNode extends Attributes {
  readonly kind: 'link';
  readonly target: string;
  readonly id: number;
}

/** What a device yields and what it does with what is written. */
export type DeviceKind = 'null' | 'zero' | 'random';

export interface DeviceNode extends Attributes {
  readonly kind: 'device';
  readonly device: DeviceKind;
  readonly id: number;
}

/** The entries of a directory. Those of `/proc` are made at each look and cannot be changed. */
export interface Entries {
  get(name: string): Node | undefined;
  keys(): Iterable<string>;
  readonly set?: (name: string, node: Node) => unknown;
  readonly delete?: (name: string) => unknown;
}

export interface DirectoryNode extends Attributes {
  readonly kind: 'directory';
  readonly entries: Entries;
  readonly id: number;
}

export type Node = FileNode | LinkNode | DeviceNode | DirectoryNode;

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export const root: Owner = { uid: 0, gid: 0 };

let lastId = 100;

/** A number of its own for each file, as `ls -i` shows it. */
export function newId(): number {
  lastId += 1;
  return lastId;
}

export function directoryNode(attributes: Attributes, entries: Entries = new Map()): DirectoryNode {
  return { kind: 'directory', ...attributes, entries, id: newId() };
}

export function fileNode(attributes: Attributes, data: FileNode['data']): FileNode {
  return { kind: 'file', ...attributes, data, links: 1, id: newId() };
}

export function linkNode(owner: Owner, target: string, modified: number): LinkNode {
  return { kind: 'link', mode: 0o777, ...owner, modified, target, id: newId() };
}

export function bytesOf(node: FileNode): Buffer {
  return typeof node.data === 'function' ? node.data() : node.data;
}

/** Whether a user may read (4), write (2) or execute (1) a file. Root may, but executes only what somebody may. */
export function allows({ mode, uid, gid }: Attributes, user: Owner, wanted: 4 | 2 | 1): boolean {
  if (user.uid === 0) return wanted !== 1 || (mode & 0o111) !== 0;
  const shift = user.uid === uid ? 6 : user.gid === gid || user.gid === 0 ? 3 : 0;
  return ((mode >> shift) & wanted) !== 0;
}

/** Adds an entry to a directory, or throws what a read-only one answers. */
export function addEntry(directory: DirectoryNode, name: string, node: Node, now: number): void {
  if (directory.entries.set === undefined) throw new FileError('EACCES');
  directory.entries.set(name, node);
  directory.modified = now;
}

export function removeEntry(directory: DirectoryNode, name: string, now: number): void {
  if (directory.entries.delete === undefined) throw new FileError('EPERM');
  directory.entries.delete(name);
  directory.modified = now;
}
