import * as zlib from 'node:zlib';
import { CompressedDataError } from '../../compression/bytes/compressed-data-error.ts';
import { decompressLz4 } from '../../compression/decompress-lz4.ts';
import { decompressSnappy } from '../../compression/decompress-snappy.ts';
import { decompressZstd } from '../../compression/zstd/decompress-zstd.ts';

/** The most bytes that the records of a batch may become. */
const mostBytes = 8 * 1024 * 1024;

const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

interface Limit {
  readonly maxOutputLength: number;
}

/** The records of a batch, by the codec that its attributes name. @throws RangeError: there is no such codec, or it refuses the bytes */
export function decompress(attributes: number, content: Buffer): Buffer {
  const limit = { maxOutputLength: mostBytes };
  const codec = codecs[attributes & 0x07];
  switch (codec) {
    case 'none':
      return content;
    case 'gzip':
      return refusing(codec, () => zlib.gunzipSync(content, limit));
    case 'snappy':
      return refusing(codec, () => decompressSnappy(content, mostBytes));
    case 'lz4':
      return refusing(codec, () => decompressLz4(content, mostBytes));
    case 'zstd':
      return refusing(codec, () => unzstd(content, limit));
    default:
      throw new RangeError('compressed with a codec that Kafka does not have');
  }
}

/** Node has its own from 22.15 on. */
function unzstd(content: Buffer, limit: Limit): Buffer {
  const { zstdDecompressSync: run } = zlib as {
    zstdDecompressSync?: (data: Buffer, options: Limit) => Buffer;
  };
  return run === undefined ? decompressZstd(content, mostBytes) : run(content, limit);
}

function refusing(codec: string, run: () => Buffer): Buffer {
  try {
    return run();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ERR_BUFFER_TOO_LARGE' || (cause instanceof CompressedDataError && code === 'length'))
      throw new RangeError(`more than ${mostBytes / 1024 / 1024} MiB when decompressed`);
    throw new RangeError(`not what ${codec} can read`, { cause });
  }
}
