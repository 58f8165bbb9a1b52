import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  fsync,
  ftruncateSync,
  lstatSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { kindOfFile, openRegularFile } from '../files/regular-file.ts';

/** What is at a path now: this file, nothing, something else, or the system does not say. */
export type Found = 'ours' | 'nothing' | 'unknown' | { readonly other: string };

/** The few things a journal does to its file, so that a test can make them fail. */
export interface JournalFile {
  /** When it was opened. */
  readonly size: number;
  /** How long it is now. */
  length(): number;
  /** Appends with one write; returns how many bytes the system took. */
  write(bytes: Buffer): number;
  truncate(size: number): void;
  /** The byte after the last line end before `size`. */
  lineEndBefore(size: number): number;
  at(path: string): Found;
  /** Copies it to a path where nothing is yet, and goes on in the copy. Nobody else may have a name for it any more. */
  moveTo(path: string): void;
  sync(): Promise<void>;
  close(): void;
}

const flags = constants.O_APPEND | constants.O_CREAT | constants.O_RDWR;
const pieceBytes = 256 * 1024;
const newline = 0x0a;

/** Opens a file for appending, created for its owner alone. Throws for what is not a regular file, and for a link. */
export function openJournalFile(path: string): JournalFile {
  let fd = openRegularFile(path, flags, 0o600, 'refuse');
  return {
    size: fstatSync(fd).size,
    length: () => fstatSync(fd).size,
    write: (bytes) => writeSync(fd, bytes),
    truncate: (size) => ftruncateSync(fd, size),
    lineEndBefore: (size) => lineEndBefore(fd, size),
    at: (other) => found(fd, other),
    moveTo(other) {
      const copy = openSync(other, flags | constants.O_EXCL, 0o600);
      try {
        copyAll(fd, copy);
      } catch (error) {
        closeSync(copy);
        rmSync(other, { force: true });
        throw error;
      }
      closeSync(fd);
      fd = copy;
    },
    sync() {
      const used = fd;
      return new Promise((resolve, reject) =>
        // One that was left for a copy meanwhile no longer matters.
        fsync(used, (error) => (error && used === fd ? reject(error) : resolve())),
      );
    },
    close: () => closeSync(fd),
  };
}

function found(fd: number, path: string): Found {
  let there: BigIntStats | undefined;
  try {
    there = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    // A file has taken the place of a directory above.
    return code === 'ENOTDIR' ? 'nothing' : 'unknown';
  }
  if (there === undefined) return 'nothing';
  const { dev, ino } = fstatSync(fd, { bigint: true });
  if (there.dev === dev && there.ino === ino) return 'ours';
  return { other: there.isFile() ? 'another file' : kindOfFile(there) };
}

function copyAll(from: number, to: number): void {
  const piece = Buffer.allocUnsafe(pieceBytes);
  let at = 0;
  for (;;) {
    const length = readSync(from, piece, 0, pieceBytes, at);
    if (length === 0) return;
    for (let taken = 0; taken < length; ) {
      const more = writeSync(to, piece, taken, length - taken);
      if (more === 0) throw new Error(`only ${at + taken} bytes of it were written`);
      taken += more;
    }
    at += length;
  }
}

function lineEndBefore(fd: number, size: number): number {
  const piece = Buffer.allocUnsafe(pieceBytes);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - pieceBytes);
    const length = readSync(fd, piece, 0, end - start, start);
    const last = piece.subarray(0, length).lastIndexOf(newline);
    if (last >= 0) return start + last + 1;
    end = start;
  }
  return 0;
}
