import { posix } from 'node:path';
import { containerPath } from '../../paths/container-path.ts';
import { PathError } from '../../paths/path-error.ts';
import type { ContainerSpec } from '../container.ts';
import { aboutStats, type FileAbout } from './files/file-about.ts';
import { FileError } from './files/file-error.ts';
import { allows, type DirectoryNode, directoryNode, type Node, type Owner, root } from './files/file-node.ts';
import { machine } from './files/machine-files.ts';
import { coveringMount, directoryBehind, isReadOnly } from './mounts.ts';

const mostLinks = 20;

/** A path after its links: a file in memory, a path of this machine, or a name that is free in a directory in memory. */
export type Place =
  | {
      readonly kind: 'node';
      readonly node: Node;
      readonly parent: DirectoryNode | undefined;
      readonly name: string;
    }
  | { readonly kind: 'machine'; readonly path: string }
  | { readonly kind: 'free'; readonly parent: DirectoryNode; readonly name: string };

/** Finds the files of a container by their paths: in memory, in a mount, or in the layer. */
export class FilePlaces {
  /** The directories where volumes are mounted. */
  readonly points: readonly string[];
  readonly user: Owner;
  readonly #mounts: Readonly<Record<string, string>>;
  readonly #layer: string | undefined;
  readonly #readOnly: readonly string[];
  readonly #root: DirectoryNode;

  constructor(
    { mounts, layer, readOnly = [] }: Pick<ContainerSpec, 'mounts' | 'layer' | 'readOnly'>,
    user: Owner,
  ) {
    this.#mounts = mounts;
    this.#layer = layer;
    this.#readOnly = readOnly;
    this.user = user;
    this.#root = directoryNode({ mode: 0o755, ...root, modified: Date.now() });
    this.points = Object.keys(mounts).flatMap((path) => {
      const at = canonical(path);
      if (at !== undefined && at !== '/') this.directories(posix.dirname(at));
      return at === undefined ? [] : [at];
    });
  }

  /** Throws EACCES unless the user may read (4), write (2) or execute (1) it. */
  require(about: Pick<FileAbout, 'mode' | 'uid' | 'gid'>, wanted: 4 | 2 | 1): void {
    if (!allows({ ...about, modified: 0 }, this.user, wanted)) throw new FileError('EACCES');
  }

  /** Whether a path is in a mount that cannot be written. */
  isReadOnly(path: string): boolean {
    return isReadOnly({ mounts: this.#mounts, readOnly: this.#readOnly }, path);
  }

  machineAbout(path: string): FileAbout {
    const stats = machine.about(path);
    if (stats === undefined) throw new FileError('ENOENT');
    return aboutStats(stats, this.user);
  }

  /** The layer's directory for a path outside of mounts, if it is there. */
  inLayer(path: string): string | undefined {
    if (this.#layer === undefined || coveringMount(this.#mounts, path) !== undefined) return undefined;
    const behind = this.#behind(path);
    return behind !== undefined && machine.about(behind) !== undefined ? behind : undefined;
  }

  #behind(path: string): string | undefined {
    try {
      const spec = { mounts: this.#mounts, ...(this.#layer === undefined ? {} : { layer: this.#layer }) };
      return directoryBehind(spec, path);
    } catch (error) {
      if (error instanceof PathError) return undefined;
      throw error;
    }
  }

  place(path: string, follow: boolean): Place {
    let wanted = canonicalOrThrow(path);
    for (let count = 0; count < mostLinks; count++) {
      const next = this.#walk(wanted, follow || path.endsWith('/'));
      if (typeof next !== 'string') return next;
      wanted = next;
    }
    throw new FileError('ELOOP');
  }

  /** One walk along the names of a path; a text is the path to walk after a link. */
  #walk(path: string, follow: boolean): Place | string {
    if (coveringMount(this.#mounts, path)) return this.#machinePlace(path, follow);
    const names = path.split('/').filter((name) => name !== '');
    let node: Node = this.#root;
    let parent: DirectoryNode | undefined;
    for (const [index, name] of names.entries()) {
      if (node.kind !== 'directory') throw new FileError('ENOTDIR');
      this.require(node, 1);
      parent = node;
      const reached = `/${names.slice(0, index + 1).join('/')}`;
      const child: Node | undefined = node.entries.get(name);
      const isLast = index === names.length - 1;
      if (child === undefined) {
        const below = this.inLayer(reached) ?? this.inLayer(posix.dirname(reached));
        if (below !== undefined && parent.entries.set !== undefined) return this.#machinePlace(path, follow);
        if (!isLast) throw new FileError('ENOENT');
        return { kind: 'free', parent, name };
      }
      if (child.kind === 'link' && (!isLast || follow))
        return posix.resolve(posix.dirname(reached), child.target, ...names.slice(index + 1));
      node = child;
    }
    return { kind: 'node', node, parent, name: names.at(-1) ?? '' };
  }

  #machinePlace(path: string, follow: boolean): Place {
    const at = posix.dirname(path);
    // The last name is not followed where the link itself is meant; a mount point is no link.
    if (!follow && !this.points.includes(path)) {
      const parent = this.#behind(at);
      if (parent === undefined) throw new FileError('ENOENT');
      const name = posix.basename(path);
      return { kind: 'machine', path: posix.join(parent.replaceAll('\\', '/'), name) };
    }
    const behind = this.#behind(path);
    if (behind === undefined) throw new FileError('ENOENT');
    return { kind: 'machine', path: behind };
  }

  /** The directory in memory at a path, made where it is missing. */
  directories(path: string): DirectoryNode {
    let node = this.#root;
    for (const name of path.split('/').filter((part) => part !== '')) {
      const child = node.entries.get(name);
      if (child?.kind === 'directory') node = child;
      else {
        const made = directoryNode({ mode: 0o755, ...root, modified: Date.now() });
        node.entries.set?.(name, made);
        node = made;
      }
    }
    return node;
  }
}

/** Undefined where the path does not lead to a file. */
export function whereFound<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

export function canonical(path: string): string | undefined {
  if (path === '') return undefined;
  try {
    return containerPath(path);
  } catch (error) {
    if (error instanceof PathError) return undefined;
    throw error;
  }
}

export function canonicalOrThrow(path: string): string {
  const found = canonical(path);
  if (found === undefined) throw new FileError(Buffer.byteLength(path) > 4095 ? 'ENAMETOOLONG' : 'ENOENT');
  return found;
}
