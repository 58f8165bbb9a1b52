import { ByteReader } from '../bytes/byte-reader.ts';
import { CompressedDataError } from '../bytes/compressed-data-error.ts';
import { decodeHuffman, type HuffmanTable, readHuffman } from './huffman.ts';

export interface Literals {
  readonly content: Buffer;
  /** The code of this block, or of one before it. */
  readonly huffman: HuffmanTable | undefined;
}

/*
 * literals => header: type (2 bits), format (2 bits), sizes; content                                                 (RFC 8878, 3.1.1.3.1)
 * type     => 0 the bytes | 1 one byte, repeated | 2 a Huffman tree, then streams | 3 streams, with the tree before
 * format   => of types 0 and 1: a size of 5, 12 or 20 bits; of 2 and 3: two sizes of 10, 14 or 18 bits, in one stream (0) or four
 * streams  => of four: the sizes of three:uint16 each; the streams
 */
export function readLiterals(reader: ByteReader, before: HuffmanTable | undefined, most: number): Literals {
  const first = reader.littleEndian(1);
  const [type, format] = [first & 3, (first >>> 2) & 3];
  if (type < 2) {
    const size =
      (format & 1) === 0 ? first >>> 3 : (first >>> 4) + reader.littleEndian(format === 1 ? 1 : 2) * 16;
    if (size > most) throw tooLong(size);
    const content = type === 0 ? reader.view(size) : Buffer.alloc(size, reader.littleEndian(1));
    return { content, huffman: before };
  }
  const sizeBits = [10, 10, 14, 18][format]!;
  const sizes = (first >>> 4) + reader.littleEndian([2, 2, 3, 4][format]!) * 16;
  const size = sizes % 2 ** sizeBits;
  if (size > most) throw tooLong(size);
  const streams = new ByteReader(reader.view(Math.floor(sizes / 2 ** sizeBits)));
  const huffman = type === 2 ? readHuffman(streams) : before;
  if (huffman === undefined)
    throw new CompressedDataError('value', 'a zstd block without the tree that it needs');
  const content = Buffer.alloc(size);
  if (format === 0) decodeHuffman(huffman, streams.view(streams.remaining), content);
  else decodeFour(huffman, streams, content);
  return { content, huffman };
}

function decodeFour(huffman: HuffmanTable, streams: ByteReader, content: Buffer): void {
  const sizes = [0, 1, 2].map(() => streams.littleEndian(2));
  const each = (content.length + 3) >>> 2;
  if (3 * each > content.length) throw tooLong(content.length);
  for (const [index, size] of sizes.entries())
    decodeHuffman(huffman, streams.view(size), content.subarray(index * each, (index + 1) * each));
  decodeHuffman(huffman, streams.view(streams.remaining), content.subarray(3 * each));
}

const tooLong = (size: number): CompressedDataError =>
  new CompressedDataError('length', `\`${size}\` literals in a zstd block`);
