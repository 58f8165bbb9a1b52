import * as path from 'node:path';
import { readPlain, writePlain } from '../../paths/plain-file.ts';

/** The files beside a log's segments. */
export const startOffsetFile = 'log-start-offset';
/** Exists once the log has been compacted: its offsets may have gaps. */
export const compactedFile = 'compacted';
/** Exists once records were truncated; its time is that of the last truncation. */
export const truncatedFile = 'truncated';

/** The start offset that a log's directory names, 0 if none. Throws system errors and `PathError`. */
export function readStartOffset(directory: string): number {
  try {
    const text = readPlain(path.join(directory, startOffsetFile), 32).toString().trim();
    return /^\d{1,15}$/.test(text) ? Number(text) : 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** Throws system errors and `PathError`. */
export function writeStartOffset(directory: string, offset: number): void {
  writePlain(path.join(directory, startOffsetFile), `${offset}\n`);
}
