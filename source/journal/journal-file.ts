import { closeSync, constants, fstatSync, fsync, ftruncateSync, writeSync } from 'node:fs';
import { openRegularFile } from '../files/regular-file.ts';

/** The few things a journal does to its file, so that a test can make them fail. */
export interface JournalFile {
  readonly size: number;
  /** Appends with one write; returns how many bytes the system took. */
  write(bytes: Buffer): number;
  truncate(size: number): void;
  sync(): Promise<void>;
  close(): void;
}

/** Opens a file for appending, created for its owner alone. Throws for what is not a regular file. */
export function openJournalFile(path: string): JournalFile {
  const fd = openRegularFile(path, constants.O_APPEND | constants.O_CREAT | constants.O_RDWR);
  return {
    size: fstatSync(fd).size,
    write: (bytes) => writeSync(fd, bytes),
    truncate: (size) => ftruncateSync(fd, size),
    sync: () => new Promise((resolve, reject) => fsync(fd, (error) => (error ? reject(error) : resolve()))),
    close: () => closeSync(fd),
  };
}
