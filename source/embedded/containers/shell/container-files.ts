import { posix } from 'node:path';
import { canonical, FilePlaces, type Place } from './file-places.ts';
import { aboutStats } from './files/file-about.ts';
import { FileError } from './files/file-error.ts';
import {
  addEntry,
  allows,
  bytesOf,
  type DirectoryNode,
  directoryNode,
  fileNode,
  linkNode,
  type Node,
  type Owner,
  removeEntry,
  root,
} from './files/file-node.ts';
import { appended, FileQuota, mostBytes } from './files/file-quota.ts';
import { machine } from './files/machine-files.ts';
import { type NewFile, nodeOf } from './files/new-file.ts';
import { VisibleFiles } from './visible-files.ts';

export { FileError };

export interface ContainerFilesOptions {
  /** The directory on this machine for what the container's main program writes outside of mounts. */
  readonly layer?: string;
  /** The mount paths that cannot be written, in canonical form. */
  readonly readOnly?: readonly string[];
  /** Who runs the programs; root by default. */
  readonly user?: Owner;
  /** Adds the image's own files, when the first file is looked up. */
  readonly fill?: (files: ContainerFiles) => void;
}

/**
 * The files that a container's programs see: those of the image and of kubelet (`/etc/hostname`), what programs write, and devices, all in
 * memory and gone with the container; plus mounts and the container's layer on this machine. Paths and links that lead out of a mount do
 * not exist. Methods throw {@link FileError}, whose messages are those of C libraries.
 */
export class ContainerFiles extends VisibleFiles {
  #fill: ((files: ContainerFiles) => void) | undefined;
  readonly #quota = new FileQuota();

  /** `mounts`: mountPath → directory on this machine. */
  constructor(mounts: Readonly<Record<string, string>> = {}, options: ContainerFilesOptions = {}) {
    super(new FilePlaces({ mounts, ...options }, options.user ?? root));
    this.#fill = options.fill;
    this.put('/dev/null', { device: 'null' });
    this.put('/dev/zero', { device: 'zero' });
    this.put('/dev/random', { device: 'random' });
    this.put('/dev/urandom', { device: 'random' });
  }

  /** The image's files are made at the first look. */
  protected beforeLook(): void {
    const fill = this.#fill;
    this.#fill = undefined;
    fill?.(this);
  }

  /** Adds a file of the image or of kubelet, with the directories above it. */
  put(path: string, what: NewFile): void {
    const at = canonical(path);
    if (at === undefined) throw new FileError('ENOENT');
    if ('directory' in what) {
      Object.assign(this.places.directories(at), { mode: what.mode ?? 0o755, ...(what.owner ?? root) });
      return;
    }
    this.places.directories(posix.dirname(at)).entries.set?.(posix.basename(at), nodeOf(what));
  }

  /** The file of a path that is to be changed. Throws EROFS in a mount that cannot be written. */
  #toChange(path: string, follow: boolean): Place {
    const place = this.at(path, follow);
    if (place.kind === 'machine' && this.places.isReadOnly(path)) throw new FileError('EROFS');
    return place;
  }

  write(path: string, data: string | Buffer, append = false, mode = 0o644): void {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    if (path.endsWith('/')) throw new FileError('EISDIR');
    const place = this.#toChange(path, true);
    if (place.kind === 'machine') {
      const about = machine.about(place.path);
      if (about?.isDirectory()) throw new FileError('EISDIR');
      if (about !== undefined) this.places.require(aboutStats(about, this.user), 2);
      machine.write(place.path, bytes, append ? 'append' : 'write', mode);
      return;
    }
    if (place.kind === 'free') {
      this.places.require(place.parent, 2);
      this.#quota.charge(bytes.length, 1);
      const attributes = { mode, ...this.user, modified: Date.now() };
      addEntry(place.parent, place.name, fileNode(attributes, Buffer.from(bytes)), attributes.modified);
      return;
    }
    const { node } = place;
    if (node.kind === 'directory') throw new FileError('EISDIR');
    this.places.require(node, 2);
    if (node.kind === 'file') this.#quota.setData(node, append ? appended(node, bytes) : Buffer.from(bytes));
  }

  makeDirectory(path: string, mode: number): void {
    const place = this.#toChange(path, false);
    if (place.kind === 'machine') {
      machine.makeDirectory(place.path, mode);
      return;
    }
    if (place.kind === 'node') throw new FileError('EEXIST');
    this.places.require(place.parent, 2);
    this.#quota.charge(0, 1);
    const modified = Date.now();
    addEntry(place.parent, place.name, directoryNode({ mode, ...this.user, modified }), modified);
  }

  removeFile(path: string): void {
    const place = this.#removable(path);
    if (place.kind === 'machine') {
      machine.removeFile(place.path);
      return;
    }
    if (place.node.kind === 'directory') throw new FileError('EISDIR');
    this.#remove(place);
  }

  removeDirectory(path: string): void {
    const place = this.#removable(path);
    if (place.kind === 'machine') {
      machine.removeDirectory(place.path);
      return;
    }
    if (place.node.kind !== 'directory') throw new FileError('ENOTDIR');
    if (this.list(path).length > 0) throw new FileError('ENOTEMPTY');
    this.#remove(place);
  }

  /** Throws EXDEV where the two are on different file systems. */
  rename(from: string, to: string): void {
    const source = this.#removable(from);
    const target = this.#toChange(to, false);
    if (source.kind === 'machine') {
      if (target.kind !== 'machine') throw new FileError('EXDEV');
      machine.rename(source.path, target.path);
      return;
    }
    if (target.kind === 'machine') throw new FileError('EXDEV');
    const { parent } = target;
    if (parent === undefined) throw new FileError('EINVAL');
    this.places.require(parent, 2);
    if (`${canonical(to)}/`.startsWith(`${canonical(from)}/`) && source.node.kind === 'directory')
      throw new FileError('EINVAL');
    if (target.kind === 'node' && target.node.kind === 'directory') {
      if (source.node.kind !== 'directory') throw new FileError('EISDIR');
      if (this.list(to).length > 0) throw new FileError('ENOTEMPTY');
    }
    const now = Date.now();
    if (source.parent) removeEntry(source.parent, source.name, now);
    addEntry(parent, target.name, source.node, now);
  }

  /** A hard link. */
  link(from: string, to: string): void {
    const source = this.#toChange(from, false);
    const target = this.#toChange(to, false);
    if (source.kind === 'free') throw new FileError('ENOENT');
    if (source.kind === 'machine') {
      if (target.kind !== 'machine') throw new FileError('EXDEV');
      machine.link(source.path, target.path);
      return;
    }
    if (target.kind === 'node') throw new FileError('EEXIST');
    if (target.kind === 'machine') throw new FileError('EXDEV');
    if (source.node.kind !== 'file') throw new FileError('EPERM');
    this.places.require(target.parent, 2);
    this.#quota.charge(0, 1);
    source.node.links += 1;
    addEntry(target.parent, target.name, source.node, Date.now());
  }

  makeLink(target: string, path: string): void {
    const place = this.#toChange(path, false);
    if (place.kind === 'machine') {
      machine.makeLink(target, place.path);
      return;
    }
    if (place.kind === 'node') throw new FileError('EEXIST');
    this.places.require(place.parent, 2);
    this.#quota.charge(target.length, 1);
    const now = Date.now();
    addEntry(place.parent, place.name, linkNode(this.user, target, now), now);
  }

  setMode(path: string, mode: number): void {
    const place = this.#toChange(path, true);
    if (place.kind === 'free') throw new FileError('ENOENT');
    if (place.kind === 'machine') {
      machine.setMode(place.path, mode);
      return;
    }
    this.#requireOwner(place.node);
    place.node.mode = mode;
  }

  /** Only root may give a file away. */
  setOwner(path: string, owner: Partial<Owner>): void {
    const place = this.#toChange(path, true);
    if (place.kind === 'free') throw new FileError('ENOENT');
    const now = place.kind === 'node' ? place.node : this.places.machineAbout(place.path);
    const { uid = now.uid, gid = now.gid } = owner;
    if (
      this.user.uid !== 0 &&
      (uid !== now.uid || now.uid !== this.user.uid || (gid !== now.gid && gid !== this.user.gid))
    )
      throw new FileError('EPERM');
    if (place.kind === 'node') Object.assign(place.node, { uid, gid });
  }

  setTimes(path: string, accessed: number, modified: number): void {
    const place = this.#toChange(path, true);
    if (place.kind === 'free') throw new FileError('ENOENT');
    if (place.kind === 'machine') {
      machine.setTimes(place.path, accessed, modified);
      return;
    }
    if (!allows(place.node, this.user, 2)) this.#requireOwner(place.node);
    place.node.modified = modified;
  }

  truncate(path: string, size: number): void {
    if (!this.exists(path)) this.write(path, '');
    const place = this.#toChange(path, true);
    if (place.kind === 'machine') {
      machine.truncate(place.path, size);
      return;
    }
    if (place.kind === 'free' || place.node.kind === 'directory') throw new FileError('EISDIR');
    if (place.node.kind !== 'file') return;
    this.places.require(place.node, 2);
    if (size > mostBytes) throw new FileError('EFBIG');
    const old = bytesOf(place.node);
    this.#quota.setData(
      place.node,
      Buffer.concat([old.subarray(0, size), Buffer.alloc(Math.max(0, size - old.length))]),
    );
  }

  #removable(path: string): Exclude<Place, { kind: 'free' }> {
    const place = this.#toChange(path, false);
    if (place.kind === 'free') throw new FileError('ENOENT');
    if (place.kind === 'machine') this.places.machineAbout(place.path);
    else if (place.parent === undefined) throw new FileError('EINVAL');
    else this.places.require(place.parent, 2);
    return place;
  }

  #remove({ node, parent, name }: Extract<Place, { kind: 'node' }>): void {
    removeEntry(parent as DirectoryNode, name, Date.now());
    this.#quota.release(node);
  }

  #requireOwner(node: Node): void {
    if (this.user.uid !== 0 && this.user.uid !== node.uid) throw new FileError('EPERM');
  }
}
