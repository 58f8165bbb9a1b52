import { gunzipSync } from 'node:zlib';
import { WireError } from '../bytes/wire-error.ts';
import type { Compression } from './batch-header.ts';

/** What one batch may grow to: a bound on what a small hostile batch can make us allocate. */
export const maxDecompressedBytes = 64 * 1024 * 1024;

/** The records of a batch as plain bytes. Throws a {@link WireError} for data that its codec refuses. */
export function decompress(compression: Compression, content: Buffer): Buffer {
  switch (compression) {
    case 'none':
      return content;
    case 'gzip':
      try {
        return gunzipSync(content, { maxOutputLength: maxDecompressedBytes });
      } catch (cause) {
        throw new WireError('value', `records that gzip refuses: ${(cause as Error).message}`);
      }
    default:
      throw new WireError('value', `records in \`${compression}\`, which is not read here`);
  }
}
