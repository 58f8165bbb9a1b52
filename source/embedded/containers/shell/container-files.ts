import { MountedFiles } from './mounted-files.ts';

const maxFileLength = 1024 * 1024;
const maxFiles = 1000;

/**
 * The few files that a container's programs see: what an image or a kubelet writes (`/etc/hostname`), what shell redirections
 * write, and the devices, kept in memory and gone with the container; and what its mounts hold. Errors have the text that C libraries print.
 */
export class ContainerFiles {
  readonly #files = new Map<string, string>();
  readonly #mounted: MountedFiles;

  /** `mounts`: mountPath → directory on this machine. */
  constructor(mounts: Readonly<Record<string, string>> = {}) {
    this.#mounted = new MountedFiles(mounts);
  }

  read(path: string): string {
    if (path === '/dev/null') return '';
    const text = this.#files.get(path) ?? this.#mounted.read(path);
    if (text !== undefined) return text;
    throw new FileError(this.isDirectory(path) ? 'Is a directory' : 'No such file or directory');
  }

  write(path: string, text: string, append = false): void {
    if (path === '/dev/null') return;
    if (this.isDirectory(path) || path.endsWith('/')) throw new FileError('Is a directory');
    if (this.#mounted.covers(path)) {
      if (this.#mounted.write(path, text, append)) return;
      throw new FileError('Permission denied');
    }
    const whole = append ? (this.#files.get(path) ?? '') + text : text;
    if (whole.length > maxFileLength) throw new FileError('File too large');
    if (this.#files.size >= maxFiles && !this.#files.has(path))
      throw new FileError('No space left on device');
    this.#files.set(path, whole);
  }

  exists(path: string): boolean {
    return path === '/dev/null' || this.isFile(path) || this.isDirectory(path);
  }

  isFile(path: string): boolean {
    return this.#files.has(path) || this.#mounted.isFile(path);
  }

  isDirectory(path: string): boolean {
    const prefix = path.endsWith('/') ? path : `${path}/`;
    const isAbove = (file: string): boolean => file.startsWith(prefix);
    return (
      path === '/' ||
      [...this.#files.keys()].some(isAbove) ||
      this.#mounted.points.some((point) => isAbove(`${point}/`)) ||
      this.#mounted.isDirectory(path)
    );
  }

  /** Names directly below a directory, sorted. */
  list(path: string): string[] {
    const prefix = path.endsWith('/') ? path : `${path}/`;
    const inside = this.#mounted.list(path).map((name) => prefix + name);
    const below = [...this.#files.keys(), ...this.#mounted.points, ...inside].filter(
      (file) => file.startsWith(prefix) && file !== prefix,
    );
    if (below.length === 0 && !this.isDirectory(path))
      throw new FileError(this.isFile(path) ? 'Not a directory' : 'No such file or directory');
    return [...new Set(below.map((file) => file.slice(prefix.length).split('/', 1)[0]!))].sort();
  }
}

/** `No such file or directory`: what stands after the file's name. */
export class FileError extends Error {}
