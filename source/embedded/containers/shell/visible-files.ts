import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import { canonical, canonicalOrThrow, type FilePlaces, type Place, whereFound } from './file-places.ts';
import { aboutNode, type FileAbout } from './files/file-about.ts';
import { FileError } from './files/file-error.ts';
import { allows, bytesOf, type Owner } from './files/file-node.ts';
import { mostBytes } from './files/file-quota.ts';
import { machine } from './files/machine-files.ts';
import { withoutLinks } from './real-path.ts';

/** What can be seen of a container's files. Methods throw {@link FileError}. */
export abstract class VisibleFiles {
  protected readonly places: FilePlaces;

  constructor(places: FilePlaces) {
    this.places = places;
  }

  /** The directories where volumes are mounted. */
  get points(): readonly string[] {
    return this.places.points;
  }

  get user(): Owner {
    return this.places.user;
  }

  /** Called before a file is looked up. */
  protected abstract beforeLook(): void;

  /** The file of a path. `follow`: a link at the end counts for its target. */
  protected at(path: string, follow: boolean): Place {
    this.beforeLook();
    return this.places.place(path, follow);
  }

  /** Throws if there is no such file. `follow`: a link at the end counts for its target. */
  about(path: string, follow = true): FileAbout {
    const place = this.at(path, follow);
    if (place.kind === 'free') throw new FileError('ENOENT');
    if (place.kind === 'node') {
      if (path.endsWith('/') && place.node.kind !== 'directory') throw new FileError('ENOTDIR');
      return aboutNode(place.node);
    }
    return this.places.machineAbout(place.path);
  }

  /** The same, or undefined. */
  find(path: string, follow = true): FileAbout | undefined {
    return whereFound(() => this.about(path, follow));
  }

  exists(path: string): boolean {
    return this.find(path) !== undefined;
  }

  isFile(path: string): boolean {
    return this.find(path)?.kind === 'file' && !path.endsWith('/');
  }

  isDirectory(path: string): boolean {
    return this.find(path)?.kind === 'directory';
  }

  /** Whether the container's user may read (4), write (2) or execute (1) it. */
  allows(path: string, wanted: 4 | 2 | 1): boolean {
    const about = this.find(path);
    return about !== undefined && allows(about, this.user, wanted);
  }

  /** Entries of a directory, sorted. */
  list(path: string): string[] {
    const place = this.at(path, true);
    if (place.kind === 'free') throw new FileError('ENOENT');
    if (place.kind === 'machine') {
      this.places.require(this.places.machineAbout(place.path), 4);
      return machine.names(place.path).sort();
    }
    const { node } = place;
    if (node.kind !== 'directory') throw new FileError('ENOTDIR');
    this.places.require(node, 4);
    const at = canonical(path) as string;
    const prefix = at === '/' ? '/' : `${at}/`;
    const points = this.points
      .filter((point) => posix.dirname(point) === at)
      .map((point) => point.slice(prefix.length));
    const below = this.places.inLayer(at);
    const inLayer = below === undefined ? [] : (whereFound(() => machine.names(below)) ?? []);
    return [...new Set([...node.entries.keys(), ...points, ...inLayer])].sort();
  }

  /** A file's text. A file over 16 MiB is too large. */
  read(path: string): string {
    return this.readBytes(path).toString('utf8');
  }

  readBytes(path: string): Buffer {
    const pieces: Buffer[] = [];
    let length = 0;
    for (const piece of this.pieces(path)) {
      pieces.push(piece);
      length += piece.length;
      if (length > mostBytes) throw new FileError('EFBIG');
    }
    return Buffer.concat(pieces);
  }

  /** The bytes of a file from an offset on, a piece at a time. A device never ends. */
  *pieces(path: string, from = 0): Generator<Buffer, void, void> {
    if (path.endsWith('/') && !this.isDirectory(path))
      throw new FileError(this.exists(path) ? 'ENOTDIR' : 'ENOENT');
    const place = this.at(path, true);
    if (place.kind === 'free') throw new FileError('ENOENT');
    const about = place.kind === 'node' ? place.node : this.places.machineAbout(place.path);
    if (about.kind === 'directory') throw new FileError('EISDIR');
    this.places.require(about, 4);
    if (place.kind === 'machine') return yield* machine.pieces(place.path, from);
    const { node } = place;
    if (node.kind === 'file') {
      const bytes = bytesOf(node).subarray(from);
      if (bytes.length > 0) yield bytes;
    } else if (node.kind === 'device' && node.device !== 'null') {
      for (;;) yield node.device === 'zero' ? Buffer.alloc(65_536) : randomBytes(65_536);
    }
  }

  linkTarget(path: string): string {
    const place = this.at(path, false);
    if (place.kind === 'free') throw new FileError('ENOENT');
    if (place.kind === 'machine') return machine.linkTarget(place.path);
    if (place.node.kind !== 'link') throw new FileError('EINVAL');
    return place.node.target;
  }

  /** A path without links. Throws unless everything but the last name exists. */
  realPath(path: string): string {
    return withoutLinks(this, canonicalOrThrow(path));
  }
}
