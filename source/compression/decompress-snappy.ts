import { ByteReader } from './bytes/byte-reader.ts';
import { CompressedDataError } from './bytes/compressed-data-error.ts';
import { ExpandingBuffer, maxDecompressedBytes } from './bytes/expanding-buffer.ts';

/** The header of Java's snappy stream; Go and C clients send a bare block. */
const streamMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);

/*
 * stream  => magic:8 bytes version:int32 compatible_version:int32 (length:int32 block)*
 * block   => uncompressed_length:uvarint element*
 * element => literal: tag xxxxxx00, length − 1 in the tag, or from 60 on in one to four bytes little-endian; the bytes
 *          | copy:    tag ooolll01 offset:uint8, length 4 to 11, offset of 11 bits
 *          | copy:    tag llllll10 offset:uint16 little-endian
 *          | copy:    tag llllll11 offset:uint32 little-endian
 */

/** Snappy as Kafka's producers write it. Throws a {@link CompressedDataError}. */
export function decompressSnappy(content: Buffer, mostBytes: number = maxDecompressedBytes): Buffer {
  if (!content.subarray(0, streamMagic.length).equals(streamMagic)) {
    const output = new ExpandingBuffer(0, mostBytes);
    readBlock(content, output);
    return output.finish();
  }
  const reader = new ByteReader(content, streamMagic.length);
  reader.skip(8);
  const output = new ExpandingBuffer(content.length * 2, mostBytes);
  while (reader.remaining > 0) readBlock(reader.view(reader.bigEndian()), output);
  return output.finish();
}

function readBlock(block: Buffer, output: ExpandingBuffer): void {
  const reader = new ByteReader(block);
  const length = reader.varint();
  if (length > maxDecompressedBytes)
    throw new CompressedDataError('length', `a snappy block of \`${length}\` bytes`);
  const end = output.length + length;
  while (reader.remaining > 0) {
    readElement(reader, output);
    if (output.length > end) break;
  }
  if (output.length !== end)
    throw new CompressedDataError('value', `a snappy block that is not of its \`${length}\` bytes`);
}

function readElement(reader: ByteReader, output: ExpandingBuffer): void {
  const tag = reader.buffer[reader.skip(1)]!;
  const upper = tag >>> 2;
  switch (tag & 0x03) {
    case 0: {
      const length = upper < 60 ? upper + 1 : reader.littleEndian(upper - 59) + 1;
      output.appendFrom(reader.buffer, reader.skip(length), length);
      return;
    }
    case 1:
      output.repeat(((tag >>> 5) << 8) | reader.littleEndian(1), (upper & 0x07) + 4);
      return;
    case 2:
      output.repeat(reader.littleEndian(2), upper + 1);
      return;
    default:
      output.repeat(reader.littleEndian(4), upper + 1);
  }
}
