import * as zlib from 'node:zlib';
import { CompressedDataError } from '../../../compression/bytes/compressed-data-error.ts';
import { maxDecompressedBytes } from '../../../compression/bytes/expanding-buffer.ts';
import { decompressLz4 } from '../../../compression/decompress-lz4.ts';
import { decompressSnappy } from '../../../compression/decompress-snappy.ts';
import { decompressZstd } from '../../../compression/zstd/decompress-zstd.ts';
import { WireError } from '../bytes/wire-error.ts';
import type { Compression } from './batch-header.ts';
import { compressLz4 } from './compress-lz4.ts';
import { compressSnappy } from './compress-snappy.ts';
import { storeAsZstd } from './store-zstd.ts';

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
      return byOurs(() => decompressSnappy(content, mostBytes));
    case 'lz4':
      return byOurs(() => decompressLz4(content, mostBytes));
    case 'zstd':
      return unzstd(content, limit);
  }
}

/** Node has zstd from 22.15 on. */
function unzstd(content: Buffer, limit: Limit): Buffer {
  const { zstdDecompressSync: run } = zlib as {
    zstdDecompressSync?: (data: Buffer, options: Limit) => Buffer;
  };
  return run === undefined
    ? byOurs(() => decompressZstd(content, limit.maxOutputLength))
    : byZlib('zstd', () => run(content, limit));
}

function byOurs(run: () => Buffer): Buffer {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof CompressedDataError)) throw error;
    throw new WireError(error.code, error.message);
  }
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
