import { type Readable, Writable } from 'node:stream';
import { nextTurn } from '../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../bounds/slices.ts';
import type { ContainerFiles } from './container-files.ts';

/** A command's input and output. */
export interface Streams {
  readonly stdin: Readable | undefined;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** Collects output up to `limit` bytes; discards the rest. */
export class Collector extends Writable {
  readonly #limit: number;
  readonly #pieces: Buffer[] = [];
  #length = 0;

  constructor(limit = 1024 * 1024) {
    super();
    this.#limit = limit;
  }

  override _write(piece: Buffer, _encoding: string, done: () => void): void {
    const kept = piece.subarray(0, this.#limit - this.#length);
    this.#pieces.push(kept);
    this.#length += kept.length;
    done();
  }

  get text(): string {
    return Buffer.concat(this.#pieces).toString('utf8');
  }
}

/** The write end of a shell redirection. */
export function fileWriter(files: ContainerFiles, path: string, append: boolean): Writable {
  files.write(path, '', append);
  return new Writable({
    decodeStrings: true,
    write(piece: Buffer, _encoding, done) {
      try {
        files.write(path, piece.toString('utf8'), true);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

/** Writes, and waits while the reader is behind; stops silently when the reader is gone, or on abort. */
export async function writeText(stream: Writable, text: string, signal?: AbortSignal): Promise<void> {
  if (text === '' || stream.destroyed || stream.writableEnded) return;
  if (stream.write(text)) {
    // Otherwise a program with a fast reader would never yield to the event loop.
    if (sharedSlice.isOver()) await nextTurn();
    return;
  }
  await new Promise<void>((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done).off('error', done);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    stream.on('drain', done).on('close', done).on('error', done);
    signal?.addEventListener('abort', done, { once: true });
    if (signal?.aborted) done();
  });
}

const longestLine = 1024 * 1024;

/** The lines of an input, without newlines; none without input. Ends early on abort. Lines above 1 MiB come in pieces. */
export async function* readLines(input: Readable | undefined, signal: AbortSignal): AsyncGenerator<string> {
  if (input === undefined || signal.aborted || input.destroyed) return;
  const decoder = new TextDecoder();
  const abort = () => input.destroy();
  signal.addEventListener('abort', abort, { once: true });
  let rest = '';
  try {
    for await (const piece of input) {
      const lines = (rest + decoder.decode(piece as Buffer, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (sharedSlice.isOver()) await nextTurn();
        yield line;
      }
      if (rest.length > longestLine) {
        yield rest;
        rest = '';
      }
    }
  } catch (error) {
    if (!signal.aborted && !isPremature(error)) throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
  if (rest !== '' && !signal.aborted) yield rest;
}

function isPremature(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR';
}

/** One line of an input, without its newline; the rest stays unread. `isWhole` is false if the input ended first. */
export async function takeLine(
  input: Readable | undefined,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly isWhole: boolean }> {
  const pieces: Buffer[] = [];
  let length = 0;
  const taken = (isWhole: boolean) => ({ text: Buffer.concat(pieces).toString('utf8'), isWhole });
  while (input !== undefined && !signal.aborted) {
    const read: Buffer | string | null = input.read();
    if (read === null) {
      if (input.readableEnded || input.destroyed) break;
      await moreOf(input, signal);
      continue;
    }
    const piece = Buffer.from(read);
    const end = piece.indexOf('\n');
    pieces.push(end < 0 ? piece : piece.subarray(0, end));
    length += piece.length;
    if (end >= 0) {
      if (end + 1 < piece.length) input.unshift(piece.subarray(end + 1));
      return taken(true);
    }
    if (length > longestLine) return taken(true);
  }
  return taken(false);
}

function moreOf(input: Readable, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const event of ['readable', 'end', 'close', 'error']) input.off(event, done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    for (const event of ['readable', 'end', 'close', 'error']) input.on(event, done);
    signal.addEventListener('abort', done, { once: true });
  });
}
