import { closeSync, constants, fstatSync, openSync, read as readCallback } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { kindOfFile, UnfitFileError } from './regular-file.ts';

const read = promisify(readCallback);
const pieceBytes = 64 * 1024;
const askEveryMs = 20;
/** How long a writer may keep a pipe open without writing. */
const silentWithinMs = 60_000;

export interface FileOrPipeOptions {
  readonly maxBytes: number;
  /** How long a pipe may have no writer, in ms. */
  readonly withinMs: number;
  readonly signal?: AbortSignal;
}

/**
 * The bytes of a regular file or of a pipe, such as a shell's `<(…)`. A pipe is read to its end, but waiting for it has a
 * limit; directories, sockets and devices are refused.
 * @throws UnfitFileError, Node's error where the path cannot be opened or read, or what the signal says
 */
export async function readFileOrPipe(path: string, options: FileOrPipeOptions): Promise<Buffer> {
  const { maxBytes, withinMs, signal } = options;
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);
  const descriptor = openSync(path, flags);
  try {
    const stats = fstatSync(descriptor);
    const isPipe = stats.isFIFO();
    if (!isPipe && !stats.isFile())
      throw new UnfitFileError('not-a-file', `\`${path}\` is ${kindOfFile(stats)}, not a file`);
    const tooLarge = () =>
      new UnfitFileError('too-large', `\`${path}\` is too large; at most ${maxBytes} bytes are read`);
    if (stats.size > maxBytes) throw tooLarge();
    const pieces: Buffer[] = [];
    let length = 0;
    let heardAt = performance.now();
    for (;;) {
      signal?.throwIfAborted();
      const piece = Buffer.allocUnsafe(pieceBytes);
      const taken = await readNow(descriptor, piece);
      if (taken !== undefined && taken > 0) {
        length += taken;
        if (length > maxBytes) throw tooLarge();
        pieces.push(piece.subarray(0, taken));
        heardAt = performance.now();
        continue;
      }
      // The end of a file, or of a pipe that was written to; an unread pipe at its end may still wait for its writer.
      if (taken === 0 && (!isPipe || length > 0)) return Buffer.concat(pieces, length);
      if (performance.now() - heardAt > (taken === undefined ? silentWithinMs : withinMs))
        throw new UnfitFileError('not-a-file', `\`${path}\` is a named pipe that no program writes to`);
      await delay(askEveryMs, undefined, signal === undefined ? {} : { signal });
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined: a writer has the pipe open and has written nothing yet. */
async function readNow(descriptor: number, piece: Buffer): Promise<number | undefined> {
  try {
    return (await read(descriptor, piece, 0, piece.length, null)).bytesRead;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}
