import * as zlib from 'node:zlib';
import { WireError } from '../bytes/wire-error.ts';
import type { Compression } from './batch-header.ts';
import { decompressLz4 } from './decompress-lz4.ts';
import { decompressSnappy } from './decompress-snappy.ts';
import { maxDecompressedBytes } from './expanding-buffer.ts';

interface Limit {
  readonly maxOutputLength: number;
}

/** The decompressed records of a batch, at most `mostBytes`. Throws a {@link WireError} if there are more, or if the codec fails. */
export function decompress(
  compression: Compression,
  content: Buffer,
  mostBytes: number = maxDecompressedBytes,
): Buffer {
  const limit: Limit = { maxOutputLength: mostBytes };
  switch (compression) {
    case 'none':
      return content;
    case 'gzip':
      return byZlib('gzip', () => zlib.gunzipSync(content, limit));
    case 'snappy':
      return decompressSnappy(content, mostBytes);
    case 'lz4':
      return decompressLz4(content, mostBytes);
    case 'zstd':
      return decompressZstd(content, limit);
  }
}

/** Node has zstd from 22.15 on. */
function decompressZstd(content: Buffer, limit: Limit): Buffer {
  const { zstdDecompressSync: run } = zlib as {
    zstdDecompressSync?: (data: Buffer, options: Limit) => Buffer;
  };
  if (!run) {
    throw new WireError(
      'value',
      `records in \`zstd\`, which Node ${process.versions.node} cannot read: use 22.15 or later`,
    );
  }
  return byZlib('zstd', () => run(content, limit));
}

function byZlib(codec: string, run: () => Buffer): Buffer {
  try {
    return run();
  } catch (cause) {
    throw new WireError('value', `records that ${codec} refuses: ${(cause as Error).message}`);
  }
}
