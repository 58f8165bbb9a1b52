import * as zlib from 'node:zlib';

/** The most bytes that the records of a batch may become. */
const mostBytes = 8 * 1024 * 1024;

const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

interface Limit {
  readonly maxOutputLength: number;
}

/** The records of a batch, by the codec that its attributes name. @throws RangeError: this codec cannot be read here, or refuses the bytes */
export function decompress(attributes: number, content: Buffer): Buffer {
  const limit = { maxOutputLength: mostBytes };
  const codec = codecs[attributes & 0x07];
  if (codec === 'none') return content;
  if (codec === 'gzip') return byZlib(codec, () => zlib.gunzipSync(content, limit));
  // Node has it from 22.15 on.
  const { zstdDecompressSync: unzstd } = zlib as {
    zstdDecompressSync?: (data: Buffer, options: Limit) => Buffer;
  };
  if (codec === 'zstd' && unzstd !== undefined) return byZlib(codec, () => unzstd(content, limit));
  throw new RangeError(`compressed with ${codec ?? 'an unknown codec'}, which is not read here`);
}

function byZlib(codec: string, run: () => Buffer): Buffer {
  try {
    return run();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new RangeError(`more than ${mostBytes / 1024 / 1024} MiB when decompressed`);
    throw new RangeError(`not what ${codec} can read`, { cause });
  }
}
