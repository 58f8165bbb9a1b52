import { WireReader } from '../bytes/reader.ts';
import { WireError } from '../bytes/wire-error.ts';
import { ExpandingBuffer } from './expanding-buffer.ts';
import { littleEndian } from './little-endian.ts';

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

/** LZ4 frames as Kafka's producers write them. Their checksums are not verified, since the batch has a CRC. Throws a {@link WireError}. */
export function decompressLz4(content: Buffer, mostBytes?: number): Buffer {
  const reader = new WireReader(content);
  if (littleEndian(reader, 4) !== frameMagic)
    throw new WireError('value', 'records without the magic of an LZ4 frame');
  const flags = littleEndian(reader, 1);
  if (flags >>> 6 !== 1) throw new WireError('value', `an LZ4 frame of version \`${flags >>> 6}\``);
  if (flags & 0x01) throw new WireError('value', 'an LZ4 frame that needs a dictionary');
  reader.skip(1 + (flags & 0x08 ? 8 : 0) + 1);
  const output = new ExpandingBuffer(content.length * 2, mostBytes);
  for (let size = littleEndian(reader, 4); size !== 0; size = littleEndian(reader, 4)) {
    const block = reader.view(size & 0x7fff_ffff);
    if (size > 0x7fff_ffff) output.append(block);
    else readBlock(new WireReader(block), output);
    if (flags & 0x10) reader.skip(4);
  }
  return output.finish();
}

function readBlock(reader: WireReader, output: ExpandingBuffer): void {
  while (reader.remaining > 0) {
    const token = littleEndian(reader, 1);
    const length = extended(reader, token >>> 4);
    output.appendFrom(reader.buffer, reader.skip(length), length);
    if (reader.remaining === 0) return;
    const distance = littleEndian(reader, 2);
    output.repeat(distance, extended(reader, token & 0x0f) + leastMatch);
  }
}

/** A length whose four bits are all set continues in further bytes, until one is not 255. */
function extended(reader: WireReader, start: number): number {
  let length = start;
  if (start < 15) return length;
  for (let byte = 255; byte === 255; ) {
    byte = littleEndian(reader, 1);
    length += byte;
  }
  return length;
}
