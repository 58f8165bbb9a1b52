const maxFileLength = 1024 * 1024;
const maxFiles = 1000;

/**
 * The few files that a container's programs see: what an image or a kubelet writes (`/etc/hostname`), what shell redirections
 * write, and the devices. Kept in memory, gone with the container. Errors have the text that C libraries print.
 */
export class ContainerFiles {
  readonly #files = new Map<string, string>();

  read(path: string): string {
    if (path === '/dev/null') return '';
    const text = this.#files.get(path);
    if (text !== undefined) return text;
    throw new FileError(this.isDirectory(path) ? 'Is a directory' : 'No such file or directory');
  }

  write(path: string, text: string, append = false): void {
    if (path === '/dev/null') return;
    if (this.isDirectory(path) || path.endsWith('/')) throw new FileError('Is a directory');
    const whole = append ? (this.#files.get(path) ?? '') + text : text;
    if (whole.length > maxFileLength) throw new FileError('File too large');
    if (this.#files.size >= maxFiles && !this.#files.has(path))
      throw new FileError('No space left on device');
    this.#files.set(path, whole);
  }

  exists(path: string): boolean {
    return path === '/dev/null' || this.#files.has(path) || this.isDirectory(path);
  }

  isFile(path: string): boolean {
    return this.#files.has(path);
  }

  isDirectory(path: string): boolean {
    const prefix = path.endsWith('/') ? path : `${path}/`;
    return path === '/' || [...this.#files.keys()].some((file) => file.startsWith(prefix));
  }

  /** Names directly below a directory, sorted. */
  list(path: string): string[] {
    const prefix = path.endsWith('/') ? path : `${path}/`;
    const below = [...this.#files.keys()].filter((file) => file.startsWith(prefix));
    if (below.length === 0 && path !== '/')
      throw new FileError(this.isFile(path) ? 'Not a directory' : 'No such file or directory');
    return [...new Set(below.map((file) => file.slice(prefix.length).split('/', 1)[0]!))].sort();
  }
}

/** `No such file or directory`: what stands after the file's name. */
export class FileError extends Error {}
