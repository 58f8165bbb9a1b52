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
 * The lines of a log, oldest first. A follower reads them from the files as well and is only told when to look, so that a slow one
 * costs no memory; one that falls behind by more than the files hold misses lines.
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
    // A log that the disk never took is in memory alone.
    while (!signal.aborted && (descriptor !== undefined || log.size > log.stored)) {
      // Whether this is the last file is asked before reading it: what it then holds is all that it will ever hold.
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

/** The next bytes at the cursor: from its file, or, behind what the disk took of the present one, from memory. */
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

/** Opens the file of the cursor's generation, which stays readable when it is rotated away; moves on if it is gone already. */
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

/** A bell that remembers one ring. */
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
