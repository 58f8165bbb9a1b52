import { Readable, Writable } from 'node:stream';
import { nextTurn } from '../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../bounds/slices.ts';
import { type ContainerFiles, FileError } from './container-files.ts';

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

  get bytes(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  get text(): string {
    return this.bytes.toString('utf8');
  }
}

/** The write end of a redirection into a file. */
export class FileWriter extends Writable {
  /** Why the last write failed. */
  failure: FileError | undefined;
  readonly #files: ContainerFiles;
  readonly #path: string;

  /** Opens the file: creates it, or empties it unless it appends. Throws FileError. */
  constructor(files: ContainerFiles, path: string, append: boolean, mode = 0o644) {
    super({ decodeStrings: true });
    this.#files = files;
    this.#path = path;
    files.write(path, '', append, mode);
  }

  override _write(piece: Buffer, _encoding: string, done: () => void): void {
    try {
      if (this.failure === undefined) this.#files.write(this.#path, piece, true);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.failure = error;
    }
    done();
  }
}

/** The bytes of a file, read a piece at a time. Throws FileError where it cannot be opened. */
export function fileReader(files: ContainerFiles, path: string): Readable {
  const pieces = files.pieces(path);
  // The first piece shows whether the file can be read.
  const first = pieces.next();
  const rest = (function* () {
    for (let next = first; !next.done; next = pieces.next()) yield next.value;
  })();
  return Readable.from(rest, { objectMode: false, highWaterMark: 65_536 });
}

/** Writes, and waits while the reader is behind; stops silently when the reader is gone, or on abort. */
export async function writeText(
  stream: Writable,
  text: string | Buffer,
  signal?: AbortSignal,
): Promise<void> {
  if (text.length === 0 || stream.destroyed || stream.writableEnded) return;
  if (stream.write(text)) {
    // Otherwise a program with a fast reader would never yield to the event loop.
    if (sharedSlice.isOver()) await nextTurn();
    return;
  }
  await new Promise<void>((resolve) => {
    const done = () => {
      signal?.removeEventListener('abort', done);
      resolve();
    };
    void caughtUp(stream).then(done);
    signal?.addEventListener('abort', done, { once: true });
    if (signal?.aborted) done();
  });
}

const waits = new WeakMap<Writable, Promise<void>>();

/** Resolves when the reader has caught up or is gone. One wait for all who write to a stream: a stopped disk holds back many. */
function caughtUp(stream: Writable): Promise<void> {
  const current = waits.get(stream);
  if (current !== undefined) return current;
  const wait = new Promise<void>((resolve) => {
    const done = () => {
      waits.delete(stream);
      stream.off('drain', done).off('close', done).off('error', done);
      resolve();
    };
    stream.on('drain', done).on('close', done).on('error', done);
  });
  waits.set(stream, wait);
  return wait;
}

const longestLine = 1024 * 1024;

/** The pieces of an input as they come; none without input. Ends early on abort. */
export async function* readPieces(input: Readable | undefined, signal: AbortSignal): AsyncGenerator<Buffer> {
  if (input === undefined || signal.aborted || input.destroyed) return;
  const abort = () => input.destroy();
  signal.addEventListener('abort', abort, { once: true });
  try {
    // What is left unread is for the next reader.
    for await (const piece of input.iterator({ destroyOnReturn: false })) {
      if (sharedSlice.isOver()) await nextTurn();
      yield Buffer.isBuffer(piece) ? piece : Buffer.from(piece as string);
    }
  } catch (error) {
    if (!signal.aborted && !isPremature(error)) throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Lines without their newlines; `isWhole` is false for a last line that has none. */
export interface Line {
  readonly text: string;
  readonly isWhole: boolean;
}

/** Splits pieces into lines. Lines above 1 MiB come in pieces. */
export async function* splitLines(
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  separator = '\n',
): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split(separator);
    rest = lines.pop() ?? '';
    for (const text of lines) {
      if (sharedSlice.isOver()) await nextTurn();
      yield { text, isWhole: true };
    }
    if (rest.length > longestLine) {
      yield { text: rest, isWhole: true };
      rest = '';
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield { text: rest, isWhole: false };
}

/** The lines of an input, without newlines; none without input. Ends early on abort. */
export async function* readLines(input: Readable | undefined, signal: AbortSignal): AsyncGenerator<string> {
  for await (const { text } of splitLines(readPieces(input, signal))) if (!signal.aborted) yield text;
}

function isPremature(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR';
}

/** One line of an input, without its newline; the rest stays unread. `isWhole` is false if the input ended first. */
export async function takeLine(
  input: Readable | undefined,
  signal: AbortSignal,
  options: { readonly delimiter?: string; readonly most?: number } = {},
): Promise<Line> {
  const { delimiter = '\n', most = longestLine } = options;
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
    const found = piece.indexOf(delimiter);
    const isFull = found < 0 ? length + piece.length >= most : length + found >= most;
    const end = isFull ? most - length : found;
    pieces.push(end < 0 ? piece : piece.subarray(0, end));
    length += piece.length;
    if (end >= 0) {
      const next = isFull ? end : end + 1;
      if (next < piece.length) input.unshift(piece.subarray(next));
      return taken(true);
    }
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
