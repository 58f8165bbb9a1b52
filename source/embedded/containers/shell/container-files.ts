import { containerPath } from '../../paths/container-path.ts';
import { PathError } from '../../paths/path-error.ts';
import { MountedFiles } from './mounted-files.ts';

const maxFileLength = 1024 * 1024;
const maxFiles = 1000;

/**
 * The files that a container's programs see: those of the image or kubelet (`/etc/hostname`), files from shell redirections, and devices,
 * all in memory and gone with the container; plus the mounts. Errors have the messages of C libraries.
 */
export class ContainerFiles {
  readonly #files = new Map<string, string>();
  readonly #mounted: MountedFiles;

  /** `mounts`: mountPath → directory on this machine. */
  constructor(mounts: Readonly<Record<string, string>> = {}) {
    this.#mounted = new MountedFiles(mounts);
  }

  read(path: string): string {
    const at = located(path);
    if (at === '/dev/null') return '';
    const text = at === undefined ? undefined : (this.#files.get(at) ?? this.#mounted.read(at));
    if (text !== undefined) return text;
    throw new FileError(this.isDirectory(path) ? 'Is a directory' : 'No such file or directory');
  }

  write(path: string, text: string, append = false): void {
    const at = located(path.replace(/\/+$/, ''));
    if (at === '/dev/null') return;
    if (this.isDirectory(path) || path.endsWith('/')) throw new FileError('Is a directory');
    if (at === undefined) throw new FileError('No such file or directory');
    if (this.#mounted.covers(at)) {
      if (this.#mounted.write(at, text, append)) return;
      throw new FileError('Permission denied');
    }
    const whole = append ? (this.#files.get(at) ?? '') + text : text;
    if (whole.length > maxFileLength) throw new FileError('File too large');
    if (this.#files.size >= maxFiles && !this.#files.has(at)) throw new FileError('No space left on device');
    this.#files.set(at, whole);
  }

  exists(path: string): boolean {
    return located(path) === '/dev/null' || this.isFile(path) || this.isDirectory(path);
  }

  isFile(path: string): boolean {
    const at = located(path);
    return at !== undefined && (this.#files.has(at) || this.#mounted.isFile(at));
  }

  isDirectory(path: string): boolean {
    const at = containing(path);
    if (at === undefined) return false;
    const isAbove = (file: string): boolean => file.startsWith(prefixOf(at));
    return (
      at === '/' ||
      [...this.#files.keys()].some(isAbove) ||
      this.#mounted.points.some((point) => isAbove(`${point}/`)) ||
      this.#mounted.isDirectory(at)
    );
  }

  /** Entries of a directory, sorted. */
  list(path: string): string[] {
    const at = containing(path);
    if (at === undefined) throw new FileError('No such file or directory');
    const prefix = prefixOf(at);
    const inside = this.#mounted.list(at).map((name) => prefix + name);
    const below = [...this.#files.keys(), ...this.#mounted.points, ...inside].filter(
      (file) => file.startsWith(prefix) && file !== prefix,
    );
    if (below.length === 0 && !this.isDirectory(path))
      throw new FileError(this.isFile(path) ? 'Not a directory' : 'No such file or directory');
    return [...new Set(below.map((file) => file.slice(prefix.length).split('/', 1)[0]!))].sort();
  }
}

/** The canonical name of a file; undefined if the path cannot be a file, such as a directory with its slash. */
function located(path: string): string | undefined {
  return path.endsWith('/') ? undefined : containing(path);
}

/** The same for a directory. */
function containing(path: string): string | undefined {
  if (path === '') return undefined;
  try {
    return containerPath(path);
  } catch (error) {
    if (error instanceof PathError) return undefined;
    throw error;
  }
}

function prefixOf(directory: string): string {
  return directory === '/' ? '/' : `${directory}/`;
}

/** `No such file or directory`: the text after the file name. */
export class FileError extends Error {}
