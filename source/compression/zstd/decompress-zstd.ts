import { ByteReader } from '../bytes/byte-reader.ts';
import { CompressedDataError } from '../bytes/compressed-data-error.ts';
import { ExpandingBuffer } from '../bytes/expanding-buffer.ts';
import type { HuffmanTable } from './huffman.ts';
import { readLiterals } from './literals.ts';
import { expandSequences, freshSequences } from './sequences.ts';

const frameMagic = 0xfd2fb528;
/** The first of sixteen magics of frames that are no data. */
const skippedMagic = 0x184d2a50;
const longestBlock = 128 * 1024;
/** In all frames: a compressor fills its blocks, and each costs time for its tables however short it is. */
const mostBlocks = 4_096;

/*
 * frame => magic:uint32 descriptor:uint8 [window:uint8] [dictionary_id] [content_size:1, 2, 4 or 8 bytes] block* [checksum:uint32]
 * block => header:3 bytes: bit 0 last, bits 1 and 2 the type (0 stored, 1 one repeated byte, 2 compressed), the rest the size; content
 *                                                                                          all little-endian (RFC 8878)
 */

/**
 * Frames of zstd, for a Node before 22.15, which has no zstd of its own. Their checksums are not verified, since the batch has a CRC.
 * Throws a {@link CompressedDataError}.
 */
export function decompressZstd(content: Buffer, mostBytes?: number): Buffer {
  const reader = new ByteReader(content);
  const output = new ExpandingBuffer(content.length * 2, mostBytes);
  let blocks = 0;
  const countBlock = (): void => {
    blocks += 1;
    if (blocks > mostBlocks) throw new CompressedDataError('length', 'zstd in too many small blocks');
  };
  do {
    const magic = reader.littleEndian(4);
    if (magic >>> 4 === skippedMagic >>> 4) reader.skip(reader.littleEndian(4));
    else if (magic === frameMagic) readFrame(reader, output, countBlock);
    else throw new CompressedDataError('value', 'records without the magic of a zstd frame');
  } while (reader.remaining > 0);
  return output.finish();
}

function readFrame(reader: ByteReader, output: ExpandingBuffer, countBlock: () => void): void {
  const descriptor = reader.littleEndian(1);
  const isSingle = (descriptor & 0x20) !== 0;
  if (!isSingle) reader.skip(1);
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 0x03]!;
  if (dictionaryBytes > 0 && reader.littleEndian(dictionaryBytes) !== 0)
    throw new CompressedDataError('value', 'a zstd frame that needs a dictionary');
  reader.skip([isSingle ? 1 : 0, 2, 4, 8][descriptor >>> 6]!);
  const sequences = freshSequences();
  let huffman: HuffmanTable | undefined;
  for (let isLast = false; !isLast; ) {
    countBlock();
    const header = reader.littleEndian(3);
    isLast = (header & 1) === 1;
    const [type, size] = [(header >>> 1) & 0x03, header >>> 3];
    if (size > longestBlock) throw new CompressedDataError('length', `a zstd block of \`${size}\` bytes`);
    if (type === 3) throw new CompressedDataError('value', 'a zstd block of type `3`');
    if (type === 0) output.append(reader.view(size));
    else if (type === 1) output.append(Buffer.alloc(size, reader.littleEndian(1)));
    else {
      const block = new ByteReader(reader.view(size));
      const literals = readLiterals(block, huffman, longestBlock);
      huffman = literals.huffman;
      expandSequences(block, literals.content, sequences, output);
    }
  }
  if ((descriptor & 0x04) !== 0) reader.skip(4);
}
