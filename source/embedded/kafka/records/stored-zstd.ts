import { WireReader } from '../bytes/reader.ts';
import { WireError } from '../bytes/wire-error.ts';
import { WireWriter } from '../bytes/writer.ts';
import { ExpandingBuffer } from './expanding-buffer.ts';
import { littleEndian } from './little-endian.ts';

/*
 * frame => magic:uint32 descriptor:uint8 [window:uint8] [dictionary_id] [content_size:1, 2, 4 or 8 bytes] block* [checksum:uint32]
 * block => header:3 bytes: bit 0 last, bits 1 and 2 the type (0 stored, 1 one repeated byte, 2 compressed), the rest the size; content
 *                                                                                          all little-endian (RFC 8878)
 */
const frameMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** One segment, its size in four bytes. */
const descriptor = 0xa0;
const longestBlock = 128 * 1024;

/** A frame of stored blocks: what a Node without zstd can write, and every reader of zstd reads. */
export function storeAsZstd(content: Buffer): Buffer {
  const writer = new WireWriter(content.length + 64);
  writer.raw(frameMagic);
  writer.raw(Buffer.of(descriptor));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  writer.raw(size);
  for (let start = 0; start === 0 || start < content.length; start += longestBlock) {
    const block = content.subarray(start, start + longestBlock);
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | (start + block.length >= content.length ? 1 : 0), 0, 3);
    writer.raw(header);
    writer.raw(block);
  }
  return writer.finish();
}

/** Reads such a frame, at most `mostBytes`. Throws a {@link WireError} for a compressed block, which needs Node 22.15. */
export function readStoredZstd(content: Buffer, mostBytes: number): Buffer {
  const reader = new WireReader(content);
  if (!content.subarray(reader.skip(4), 4).equals(frameMagic))
    throw new WireError('value', 'records without the magic of a zstd frame');
  const flags = littleEndian(reader, 1);
  const isSingle = (flags & 0x20) !== 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >>> 6]!;
  reader.skip((isSingle ? 0 : 1) + [0, 1, 2, 4][flags & 0x03]! + sizeBytes);
  const output = new ExpandingBuffer(content.length, mostBytes);
  for (let isLast = false; !isLast; ) {
    const header = littleEndian(reader, 3);
    isLast = (header & 1) === 1;
    const [type, size] = [(header >>> 1) & 0x03, header >>> 3];
    if (type > 1)
      throw new WireError(
        'value',
        `records in \`zstd\`, which Node ${process.versions.node} cannot read: use 22.15 or later`,
      );
    if (size > longestBlock) throw new WireError('length', `a zstd block of \`${size}\` bytes`);
    output.append(type === 0 ? reader.view(size) : Buffer.alloc(size, reader.view(1)[0]));
  }
  return output.finish();
}
