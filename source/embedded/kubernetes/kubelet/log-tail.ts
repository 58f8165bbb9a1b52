import { closeSync, fstatSync, readSync } from 'node:fs';
import { isFileFailure } from '../../../files/file-failure.ts';
import { PathError } from '../../paths/path-error.ts';
import { openPlain } from '../../paths/plain-file.ts';
import type { ContainerLog } from './container-log.ts';
import type { Cursor } from './log-cursor.ts';

const blockSize = 64 * 1024;

/** The position of the last `lines` lines of a log. Everything appended must be flushed. */
export function findTail(log: ContainerLog, lines: number): Cursor {
  const found = lines <= 0 ? { offset: log.size, missing: 0 } : scanPresent(log, lines);
  if (found.missing === 0 || log.generation === 0)
    return { generation: log.generation, offset: found.offset };
  return { generation: log.generation - 1, offset: scanBack(log.oldPath, found.missing).offset };
}

/** Pending lines come after the current file. */
function scanPresent(log: ContainerLog, lines: number): { offset: number; missing: number } {
  const waiting = log.waitingFrom(log.stored);
  if (waiting.length === 0) return scanBack(log.path, lines);
  let left = lines;
  for (let at = waiting.length - 1; at > 0; ) {
    at = waiting.lastIndexOf(0x0a, at - 1);
    left -= 1;
    if (left === 0) return { offset: log.stored + at + 1, missing: 0 };
    if (at < 0) break;
  }
  return scanBack(log.path, left);
}

/** Reads backwards, block by block; `missing` is how many more lines are needed. */
function scanBack(path: string, lines: number): { offset: number; missing: number } {
  let descriptor: number;
  try {
    descriptor = openPlain(path, 'read');
  } catch (error) {
    if (!isFileFailure(error) && !(error instanceof PathError)) throw error;
    return { offset: 0, missing: lines };
  }
  try {
    const block = Buffer.allocUnsafe(blockSize);
    let end = fstatSync(descriptor).size;
    // The newline at the end of the last line starts no further line.
    let left = lines + 1;
    while (end > 0) {
      const start = Math.max(0, end - blockSize);
      const bytes = readSync(descriptor, block, 0, end - start, start);
      let at = bytes;
      while (at > 0) {
        at = block.lastIndexOf(0x0a, at - 1);
        if (at < 0) break;
        left -= 1;
        if (left === 0) return { offset: start + at + 1, missing: 0 };
      }
      end = start;
    }
    return { offset: 0, missing: left - 1 };
  } finally {
    closeSync(descriptor);
  }
}
