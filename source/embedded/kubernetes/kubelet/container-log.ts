import { closeSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../../time/clock.ts';
import { makePlainDirectory, removePlain, renamePlain } from '../../paths/plain-directory.ts';
import { openPlain } from '../../paths/plain-file.ts';
import type { LogEntry } from '../objects/agent-api.ts';
import { formatCriLine, LineStamp } from './cri-line.ts';
import { linePieces } from './line-pieces.ts';

export interface ContainerLogOptions {
  readonly path: string;
  readonly clock: Clock;
  /** The size at which a file is rotated; one old file is kept. */
  readonly rotateAt?: number;
  /** Called once when lines can no longer be stored on disk. */
  readonly onFailure?: (error: unknown) => void;
}

const flushAtBytes = 64 * 1024;
/** How many bytes wait in memory while the disk is full; later lines are lost. */
const maxWaitingBytes = 256 * 1024;
const flushAfterMs = 100;

/**
 * The log of one run of a container: the current file and at most one older one, both bounded. Lines are batched in memory for a moment
 * and written together; with a follower that moment is one turn of the event loop.
 */
export class ContainerLog {
  readonly path: string;
  readonly #clock: Clock;
  readonly #stamp: LineStamp;
  readonly #rotateAt: number;
  readonly #onFailure: ((error: unknown) => void) | undefined;
  readonly #listeners = new Set<() => void>();
  #descriptor: number | undefined;
  /** What has come of a line without its end. */
  readonly #rest = { stdout: '', stderr: '' };
  #pending: string[] = [];
  #pendingSize = 0;
  #cancelFlush: (() => void) | undefined;
  /** Bytes of the current file that are on disk. */
  #stored = 0;
  /** Whole lines that the disk refused; readers find them after the stored ones. */
  #waiting: Buffer = Buffer.alloc(0);
  #generation = 0;
  #closed = false;
  #failed = false;

  constructor(options: ContainerLogOptions) {
    this.path = options.path;
    this.#clock = options.clock;
    this.#stamp = new LineStamp(options.clock);
    this.#rotateAt = options.rotateAt ?? 10 * 1024 * 1024;
    this.#onFailure = options.onFailure;
    this.#attempt(() => this.#open());
  }

  /** The number of rotations: identifies the file that is now at `path`. */
  get generation(): number {
    return this.#generation;
  }

  /** Bytes of the current file, pending ones included. */
  get size(): number {
    return this.#stored + this.#waiting.length;
  }

  /** Bytes of the current file that are on disk. */
  get stored(): number {
    return this.#stored;
  }

  /** The bytes not yet on disk, from an offset on. */
  waitingFrom(offset: number): Buffer {
    return this.#waiting.subarray(Math.max(0, offset - this.#stored));
  }

  get closed(): boolean {
    return this.#closed;
  }

  get oldPath(): string {
    return `${this.path}.1`;
  }

  /** Adds a line; where `isWhole` is false, a part of one that is to be continued. */
  append(stream: 'stdout' | 'stderr', line: string, isWhole = true): void {
    if (this.#closed) return;
    const lines = line.includes('\n') ? line.split('\n') : [line];
    for (const [index, text] of lines.entries()) this.#add(stream, text, isWhole || index < lines.length - 1);
    if (this.#pendingSize >= flushAtBytes) this.flush();
    else this.#scheduleFlush();
  }

  #add(stream: 'stdout' | 'stderr', text: string, isWhole: boolean): void {
    const pieces = linePieces(this.#rest[stream] + text);
    const last = pieces.pop() ?? '';
    for (const piece of pieces) this.#store({ at: this.#stamp.next(), stream, text: piece, isPartial: true });
    this.#rest[stream] = isWhole ? '' : last;
    if (isWhole) this.#store({ at: this.#stamp.next(), stream, text: last });
  }

  #store(entry: LogEntry): void {
    const formatted = formatCriLine(entry);
    this.#pending.push(formatted);
    this.#pendingSize += formatted.length;
  }

  /** Writes the batch, then notifies the followers. */
  flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    if (this.#pending.length === 0) return;
    const bytes = Buffer.from(this.#pending.join(''));
    this.#pending = [];
    this.#pendingSize = 0;
    this.#attempt(() => {
      if (this.#descriptor === undefined) this.#open();
      this.#writeWaiting();
      if (this.#stored > 0 && this.#stored + bytes.length > this.#rotateAt) this.#rotate();
    });
    if (this.#waiting.length + bytes.length <= maxWaitingBytes || this.#waiting.length === 0)
      this.#waiting = this.#waiting.length === 0 ? bytes : Buffer.concat([this.#waiting, bytes]);
    if (this.#descriptor !== undefined) this.#attempt(() => this.#writeWaiting());
    this.#tell();
  }

  /** The container has ended: followers read the rest and finish. */
  close(): void {
    if (this.#closed) return;
    // As with containerd, a last line without its end is a part.
    for (const stream of ['stdout', 'stderr'] as const) {
      const text = this.#rest[stream];
      if (text !== '') this.#store({ at: this.#stamp.next(), stream, text, isPartial: true });
    }
    this.flush();
    this.#closed = true;
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
    this.#tell();
  }

  /** Closes and deletes the files. */
  discard(): void {
    this.close();
    this.#attempt(() => {
      removePlain(this.path);
      removePlain(this.oldPath);
    });
  }

  /** Calls `listener` whenever there is more to read, and at the end. Returns the unsubscribe function. */
  follow(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.flush();
    return () => this.#listeners.delete(listener);
  }

  #scheduleFlush(): void {
    if (this.#cancelFlush) return;
    if (this.#listeners.size > 0) {
      const immediate = setImmediate(() => this.flush());
      this.#cancelFlush = () => clearImmediate(immediate);
    } else {
      this.#cancelFlush = this.#clock.after(flushAfterMs, () => this.flush());
    }
  }

  #open(): void {
    makePlainDirectory(dirname(this.path));
    this.#descriptor = openPlain(this.path, 'write');
  }

  #writeWaiting(): void {
    const bytes = this.#waiting;
    for (let written = 0; written < bytes.length; )
      written += writeSync(
        this.#descriptor as number,
        bytes,
        written,
        bytes.length - written,
        this.#stored + written,
      );
    this.#stored += bytes.length;
    this.#waiting = Buffer.alloc(0);
  }

  #rotate(): void {
    closeSync(this.#descriptor as number);
    this.#descriptor = undefined;
    renamePlain(this.path, this.oldPath);
    this.#generation += 1;
    this.#stored = 0;
    this.#open();
  }

  /** With a full disk the log loses what does not fit into memory; the container keeps running. */
  #attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (this.#failed) return;
      this.#failed = true;
      this.#onFailure?.(error);
    }
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
