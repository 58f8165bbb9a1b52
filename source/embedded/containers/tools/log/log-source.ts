import { closeSync, fstatSync, readSync } from 'node:fs';
import { openPlain } from '../../../paths/plain-file.ts';
import { FileError } from '../../shell/container-files.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { JavaError } from '../command-line/java-main.ts';

/** A file of which pieces are read. */
export interface LogSource {
  readonly size: number;
  /** Fewer bytes at the end. */
  read(position: number, length: number): Buffer;
  close(): void;
}

/**
 * A file of the container, or a segment in the log directory of its broker, which the cluster keeps elsewhere. Throws JavaError for one
 * that is not there.
 */
export function openLogSource(context: ProgramContext, path: string): LogSource {
  const behind = context.container.main?.logFile?.(path);
  return behind === undefined ? inMemory(bytesOf(context, path)) : onDisk(behind);
}

function bytesOf(context: ProgramContext, path: string): Buffer {
  try {
    return context.container.files.readBytes(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new JavaError('java.nio.file.NoSuchFileException', path);
  }
}

function inMemory(bytes: Buffer): LogSource {
  return {
    size: bytes.length,
    read: (position, length) => bytes.subarray(position, position + length),
    close: () => undefined,
  };
}

function onDisk(path: string): LogSource {
  const descriptor = openPlain(path, 'read');
  return {
    size: fstatSync(descriptor).size,
    read(position, length) {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, this.size - position)));
      let read = 0;
      while (read < bytes.length) {
        const count = readSync(descriptor, bytes, read, bytes.length - read, position + read);
        if (count === 0) break;
        read += count;
      }
      return bytes.subarray(0, read);
    },
    close: () => closeSync(descriptor),
  };
}
