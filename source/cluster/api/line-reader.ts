import type { Readable } from 'node:stream';
import { LabError } from '../../errors/lab-error.ts';

export interface LineLimits {
  /** Bytes kept of one line; the rest of a longer one is dropped as it comes in. */
  readonly maxBytes: number;
  /** What a longer line is: kept up to `maxBytes`, or an error. */
  readonly whenLonger: 'cut' | 'error';
}

/**
 * The lines of a stream as UTF-8, without their ends. What follows the last `\n` is a line too, unless it is empty.
 * @throws LabError `protocol`: a line is too long, where that is an error.
 */
export async function* readLines(stream: Readable, limits: LineLimits): AsyncGenerator<string, void> {
  let parts: Buffer[] = [];
  let size = 0;
  const take = (piece: Buffer): void => {
    const room = limits.maxBytes - size;
    if (piece.length > room && limits.whenLonger === 'error') {
      throw new LabError('protocol', `a line is longer than ${limits.maxBytes} bytes`);
    }
    if (room > 0) parts.push(piece.length > room ? piece.subarray(0, room) : piece);
    size = Math.min(limits.maxBytes, size + piece.length);
  };
  for await (const chunk of stream) {
    const bytes: Buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      take(bytes.subarray(from, end));
      from = end + 1;
      const line = Buffer.concat(parts).toString('utf8');
      parts = [];
      size = 0;
      yield line;
    }
    if (from < bytes.length) take(bytes.subarray(from));
  }
  if (size > 0) yield Buffer.concat(parts).toString('utf8');
}
