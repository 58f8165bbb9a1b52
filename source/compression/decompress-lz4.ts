import { ByteReader } from './bytes/byte-reader.ts';
import { CompressedDataError } from './bytes/compressed-data-error.ts';
import { ExpandingBuffer } from './bytes/expanding-buffer.ts';

const frameMagic = 0x184d2204;
const leastMatch = 4;

/*
 * frame    => magic:uint32 flags:uint8 block_descriptor:uint8 [content_size:uint64] [dictionary_id:uint32] header_checksum:uint8
 *             block* end_mark:uint32 = 0 [content_checksum:uint32]                    all little-endian
 * flags    => version (2 bits, 01), independent blocks, block checksums, content size, content checksum, reserved, dictionary
 * block    => size:uint32, top bit: not compressed; data [checksum:uint32]
 * data     => sequence*
 * sequence => token:uint8 [more literal length] literals [offset:uint16 [more match length]]    the last has literals alone
 */

/** LZ4 frames as Kafka's producers write them. Their checksums are not verified, since the batch has a CRC. Throws a {@link CompressedDataError}. */
export function decompressLz4(content: Buffer, mostBytes?: number): Buffer {
  const reader = new ByteReader(content);
  if (reader.littleEndian(4) !== frameMagic)
    throw new CompressedDataError('value', 'records without the magic of an LZ4 frame');
  const flags = reader.littleEndian(1);
  if (flags >>> 6 !== 1) throw new CompressedDataError('value', `an LZ4 frame of version \`${flags >>> 6}\``);
  if (flags & 0x01) throw new CompressedDataError('value', 'an LZ4 frame that needs a dictionary');
  reader.skip(1 + (flags & 0x08 ? 8 : 0) + 1);
  const output = new ExpandingBuffer(content.length * 2, mostBytes);
  for (let size = reader.littleEndian(4); size !== 0; size = reader.littleEndian(4)) {
    const block = reader.view(size & 0x7fff_ffff);
    if (size > 0x7fff_ffff) output.append(block);
    else readBlock(new ByteReader(block), output);
    if (flags & 0x10) reader.skip(4);
  }
  return output.finish();
}

function readBlock(reader: ByteReader, output: ExpandingBuffer): void {
  while (reader.remaining > 0) {
    const token = reader.littleEndian(1);
    const length = extended(reader, token >>> 4);
    output.appendFrom(reader.buffer, reader.skip(length), length);
    if (reader.remaining === 0) return;
    const distance = reader.littleEndian(2);
    output.repeat(distance, extended(reader, token & 0x0f) + leastMatch);
  }
}

/** A length whose four bits are all set continues in further bytes, until one is not 255. */
function extended(reader: ByteReader, start: number): number {
  let length = start;
  if (start < 15) return length;
  for (let byte = 255; byte === 255; ) {
    byte = reader.littleEndian(1);
    length += byte;
  }
  return length;
}
