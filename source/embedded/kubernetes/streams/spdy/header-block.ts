import { constants, createInflate, type Inflate } from 'node:zlib';
import { dictionary } from './dictionary.ts';
import { SpdyError } from './frames.ts';

// header-block = zlib( count:32 *( length:32 name length:32 value ) ), one zlib stream for all blocks of a direction

/** Deflate expands a byte to about a thousand at most, so this bounds an inflated block to about 1 MiB. */
const maximumBlock = 1024;
const maximumInflated = 2 * 1024 * 1024;
const maximumHeaders = 64;

/** Reads the header blocks of one direction, in order. */
export class HeaderReader {
  readonly #inflate: Inflate;

  constructor() {
    this.#inflate = createInflate({
      dictionary,
      flush: constants.Z_SYNC_FLUSH,
      finishFlush: constants.Z_SYNC_FLUSH,
      // Fits the largest block: otherwise a block would wait for a reader that waits for the block.
      ...{ readableHighWaterMark: maximumInflated },
    });
    this.#inflate.on('error', () => {});
  }

  /** Throws SpdyError for a malformed header block. */
  async read(block: Buffer): Promise<Record<string, string>> {
    if (block.length > maximumBlock)
      throw new SpdyError(`a header block of \`${block.length}\` bytes is too long`);
    await new Promise<void>((resolve, reject) => {
      // A failing stream drops the callback of the write that made it fail.
      const broken = () => reject(new SpdyError('a header block is no zlib data'));
      this.#inflate.once('close', broken);
      this.#inflate.write(block, (error) => {
        this.#inflate.off('close', broken);
        if (error) broken();
        else resolve();
      });
    });
    return parseHeaders((this.#inflate.read() as Buffer | null) ?? Buffer.alloc(0));
  }

  close(): void {
    this.#inflate.destroy();
  }
}

export function parseHeaders(bytes: Buffer): Record<string, string> {
  let at = 0;
  const number = () => {
    if (at + 4 > bytes.length) throw new SpdyError('a header block ends too soon');
    at += 4;
    return bytes.readUInt32BE(at - 4);
  };
  const text = () => {
    const length = number();
    if (length > bytes.length - at) throw new SpdyError('a header block ends too soon');
    at += length;
    return bytes.toString('latin1', at - length, at);
  };
  const count = number();
  if (count > maximumHeaders) throw new SpdyError(`a header block has \`${count}\` headers`);
  const headers: Record<string, string> = {};
  for (let index = 0; index < count; index++) {
    const name = text().toLowerCase();
    const value = text();
    if (name !== '__proto__') headers[name] = value;
  }
  return headers;
}

/** An empty stored block: readers deliver what they have when they meet one, and otherwise wait for more. */
const syncFlush = [0x00, 0x00, 0x00, 0xff, 0xff];

/**
 * A block without headers, as a stored block, which needs no dictionary and no state. The first block of a direction starts the zlib
 * stream.
 */
export function emptyHeaderBlock(first: boolean): Buffer {
  const stored = [0x00, 0x04, 0x00, 0xfb, 0xff, 0, 0, 0, 0, ...syncFlush];
  return Buffer.from(first ? [0x78, 0x01, ...stored] : stored);
}
