import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';

/** An existing path that must not be read: not a regular file, or one that is too large. */
export class UnfitFileError extends Error {
  readonly reason: 'not-a-file' | 'too-large';

  constructor(reason: UnfitFileError['reason'], message: string) {
    super(message);
    this.name = 'UnfitFileError';
    this.reason = reason;
  }
}

/** Opens a FIFO without waiting for a writer, and does not acquire a controlling terminal. Windows has neither. */
const withoutWaiting = (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/** ELOOP, on FreeBSD EMLINK: a link that is not followed. ENXIO: a FIFO that nobody reads, or a socket. */
const notAFileCodes: ReadonlySet<string | undefined> = new Set(['ELOOP', 'EMLINK', 'ENXIO']);

/**
 * Opens a regular file, never anything that could keep the reader waiting: a FIFO, a socket, a device or a directory is refused, and
 * with `refuse` a symbolic link as well. The caller closes the descriptor. `flags` are those of open(2).
 * @throws UnfitFileError `not-a-file`, or Node's error where the file cannot be opened
 */
export function openRegularFile(
  path: string,
  flags: number = constants.O_RDONLY,
  mode = 0o600,
  links: 'follow' | 'refuse' = 'follow',
): number {
  const noFollow = links === 'refuse' ? (constants.O_NOFOLLOW ?? 0) : 0;
  // Windows has no way to refuse a link while opening.
  if (links === 'refuse' && noFollow === 0) refuseUnless(lstatSync(path, { throwIfNoEntry: false }), path);
  let descriptor: number;
  try {
    descriptor = openSync(path, flags | withoutWaiting | noFollow, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (links === 'refuse' && notAFileCodes.has(code))
      refuseUnless(lstatSync(path, { throwIfNoEntry: false }), path);
    throw error;
  }
  try {
    refuseUnless(fstatSync(descriptor), path);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function refuseUnless(stats: Stats | undefined, path: string): void {
  if (stats !== undefined && !stats.isFile())
    throw new UnfitFileError('not-a-file', `\`${path}\` is ${kindOfFile(stats)}, not a regular file`);
}

/**
 * The bytes of a regular file of at most `maxBytes`. Anything else is refused before a byte of it is read, with `refuse` a symbolic link as well.
 * @throws UnfitFileError, or Node's error where the file cannot be opened or read
 */
export function readRegularFile(
  path: string,
  maxBytes: number,
  links: 'follow' | 'refuse' = 'follow',
): Buffer {
  const descriptor = openRegularFile(path, constants.O_RDONLY, 0o600, links);
  try {
    const { size } = fstatSync(descriptor);
    if (size > maxBytes)
      throw new UnfitFileError('too-large', `\`${path}\` has ${size} bytes; at most ${maxBytes} are read`);
    return readUpTo(descriptor, size);
  } finally {
    closeSync(descriptor);
  }
}

/** The same as UTF-8 text. */
export function readRegularText(
  path: string,
  maxBytes: number,
  links: 'follow' | 'refuse' = 'follow',
): string {
  return readRegularFile(path, maxBytes, links).toString('utf8');
}

/** The first `most` bytes of an open file, or all of it where it is shorter. */
export function readUpTo(descriptor: number, most: number): Buffer {
  const bytes = Buffer.allocUnsafe(most);
  let length = 0;
  while (length < most) {
    const taken = readSync(descriptor, bytes, length, most - length, length);
    if (taken === 0) break;
    length += taken;
  }
  return bytes.subarray(0, length);
}

/** `a named pipe` */
export function kindOfFile(
  stats: Pick<
    Stats,
    'isDirectory' | 'isFIFO' | 'isSocket' | 'isCharacterDevice' | 'isFile' | 'isSymbolicLink'
  >,
): string {
  if (stats.isFile()) return 'a regular file';
  if (stats.isDirectory()) return 'a directory';
  if (stats.isSymbolicLink()) return 'a symbolic link';
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}
