import * as zlib from 'node:zlib';
import { WireError } from '../bytes/wire-error.ts';
import type { Compression } from './batch-header.ts';
import { compressLz4 } from './compress-lz4.ts';
import { compressSnappy } from './compress-snappy.ts';
import { decompressLz4 } from './decompress-lz4.ts';
import { decompressSnappy } from './decompress-snappy.ts';
import { maxDecompressedBytes } from './expanding-buffer.ts';
import { readStoredZstd, storeAsZstd } from './stored-zstd.ts';

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

/** Node has zstd from 22.15 on; an older one reads blocks that are not compressed. */
function decompressZstd(content: Buffer, limit: Limit): Buffer {
  const { zstdDecompressSync: run } = zlib as {
    zstdDecompressSync?: (data: Buffer, options: Limit) => Buffer;
  };
  return run ? byZlib('zstd', () => run(content, limit)) : readStoredZstd(content, limit.maxOutputLength);
}

function byZlib(codec: string, run: () => Buffer): Buffer {
  try {
    return run();
  } catch (cause) {
    throw new WireError('value', `records that ${codec} refuses: ${(cause as Error).message}`);
  }
}

/** Compresses the records of a batch. Throws a {@link WireError} where this Node lacks the codec. */
export function compress(compression: Compression, content: Buffer): Buffer {
  switch (compression) {
    case 'none':
      return content;
    case 'gzip':
      return zlib.gzipSync(content);
    case 'snappy':
      return compressSnappy(content);
    case 'lz4':
      return compressLz4(content);
    case 'zstd':
      return compressZstd(content);
  }
}

function compressZstd(content: Buffer): Buffer {
  const { zstdCompressSync: run } = zlib as { zstdCompressSync?: (data: Buffer) => Buffer };
  return run === undefined ? storeAsZstd(content) : run(content);
}
