import { closeSync, fstatSync, read as readCallback } from 'node:fs';
import { promisify } from 'node:util';
import { isFileFailure } from '../../../files/file-failure.ts';
import { PathError } from '../../paths/path-error.ts';
import { openPlain } from '../../paths/plain-file.ts';
import type { LogEntry, LogOptions } from '../objects/agent-api.ts';
import type { ContainerLog } from './container-log.ts';
import { parseCriLine } from './cri-line.ts';
import type { Cursor } from './log-cursor.ts';
import { findTail } from './log-tail.ts';

const read = promisify(readCallback);
const chunkSize = 64 * 1024;

type ReadOptions = Pick<LogOptions, 'follow' | 'tailLines' | 'sinceMs' | 'signal'>;

/**
 * The lines of a log, oldest first. A follower reads from the files too and is only notified, so a slow one costs no memory; one that
 * falls too far behind misses lines.
 */
export async function* readLog(log: ContainerLog, options: ReadOptions): AsyncGenerator<LogEntry> {
  const { follow, tailLines, sinceMs, signal } = options;
  log.flush();
  const cursor: Cursor =
    tailLines === undefined
      ? { generation: Math.max(0, log.generation - 1), offset: 0 }
      : findTail(log, tailLines);
  const end: Cursor = { generation: log.generation, offset: log.size };
  const since = sinceMs === undefined ? undefined : new Date(sinceMs).toISOString().slice(0, 23);

  const wakeUp = new WakeUp();
  const unfollow = follow ? log.follow(wakeUp.signal) : () => {};
  signal.addEventListener('abort', wakeUp.signal);
  let descriptor: number | undefined;
  try {
    descriptor = openAt(log, cursor);
    const chunk = Buffer.allocUnsafe(chunkSize);
    let rest: Buffer = Buffer.alloc(0);
    // A log that never reached the disk is only in memory.
    while (!signal.aborted && (descriptor !== undefined || log.size > log.stored)) {
      // Checked before reading: if this is the last file, it will not grow after that.
      const isRotated = cursor.generation < log.generation;
      const isClosed = log.closed;
      const atEnd = !follow && cursor.generation === end.generation;
      const wanted = atEnd ? Math.min(chunkSize, end.offset - cursor.offset) : chunkSize;
      const piece = await readPiece(log, descriptor, chunk, cursor, wanted);
      if (piece.length > 0) {
        cursor.offset += piece.length;
        const bytes: Buffer = Buffer.concat([rest, piece]);
        const whole = bytes.lastIndexOf(0x0a) + 1;
        rest = bytes.subarray(whole);
        for (const line of bytes.toString('utf8', 0, Math.max(0, whole - 1)).split('\n')) {
          if (signal.aborted) return;
          const entry = parseCriLine(line);
          if (entry && (since === undefined || entry.at.slice(0, 23) >= since)) yield entry;
        }
      } else if (!follow && cursor.generation >= end.generation) {
        return;
      } else if (isRotated) {
        if (descriptor !== undefined) closeSync(descriptor);
        descriptor = undefined;
        rest = Buffer.alloc(0);
        cursor.generation = Math.max(cursor.generation + 1, log.generation - 1);
        cursor.offset = 0;
        descriptor = openAt(log, cursor);
      } else if (isClosed) {
        return;
      } else {
        await wakeUp.next();
      }
    }
  } finally {
    signal.removeEventListener('abort', wakeUp.signal);
    unfollow();
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The next bytes at the cursor: from its file, or from memory after the stored part of the current one. */
async function readPiece(
  log: ContainerLog,
  descriptor: number | undefined,
  chunk: Buffer,
  cursor: Cursor,
  wanted: number,
): Promise<Buffer> {
  const isPresent = cursor.generation === log.generation;
  if (isPresent && cursor.offset >= log.stored)
    return Buffer.from(log.waitingFrom(cursor.offset).subarray(0, wanted));
  const most = isPresent ? Math.min(wanted, log.stored - cursor.offset) : wanted;
  if (descriptor === undefined || most <= 0) return Buffer.alloc(0);
  const { bytesRead } = await read(descriptor, chunk, 0, most, cursor.offset);
  return chunk.subarray(0, bytesRead);
}

/** Opens the file of the cursor's generation, which stays readable after rotation; moves on if it is gone. */
function openAt(log: ContainerLog, cursor: Cursor): number | undefined {
  try {
    const isPresent = cursor.generation === log.generation;
    const descriptor = openPlain(isPresent ? log.path : log.oldPath, 'read');
    cursor.offset = Math.min(cursor.offset, isPresent ? log.size : fstatSync(descriptor).size);
    return descriptor;
  } catch (error) {
    if (!isFileFailure(error) && !(error instanceof PathError)) throw error;
    return undefined;
  }
}

/** A signal that remembers one call. */
class WakeUp {
  #isSignalled = false;
  #waiting: (() => void) | undefined;

  readonly signal = (): void => {
    this.#isSignalled = true;
    this.#waiting?.();
  };

  async next(): Promise<void> {
    if (!this.#isSignalled) {
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
    this.#waiting = undefined;
    this.#isSignalled = false;
  }
}
