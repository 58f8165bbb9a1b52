import { WireWriter } from '../bytes/writer.ts';
import { findMatches } from './find-matches.ts';

const blockBytes = 64 * 1024;
/** LZ4 ends every block in literals, and starts no match in its last twelve bytes. */
const tailBytes = 12;
/** Magic, version 1 with independent blocks, blocks of 64 KiB, and the checksum of these two bytes. */
const frameHeader = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82]);
const isStored = 0x8000_0000;

/** An LZ4 frame as Kafka's Java producer writes it; the grammar is in decompress-lz4.ts. */
export function compressLz4(content: Buffer): Buffer {
  const writer = new WireWriter(content.length + 64);
  writer.raw(frameHeader);
  for (let start = 0; start < content.length; start += blockBytes) {
    const block = content.subarray(start, start + blockBytes);
    const packed = packBlock(block);
    const isSmaller = packed.length < block.length;
    writer.raw(uint32(isSmaller ? packed.length : block.length + isStored));
    writer.raw(isSmaller ? packed : block);
  }
  writer.raw(uint32(0));
  return writer.finish();
}

function packBlock(block: Buffer): Buffer {
  const writer = new WireWriter(block.length);
  for (const { literals, distance, length } of findMatches(block, tailBytes)) {
    const beyond = length === 0 ? 0 : length - 4;
    writer.raw(Buffer.of((Math.min(literals.length, 15) << 4) | Math.min(beyond, 15)));
    writeRest(writer, literals.length);
    writer.raw(literals);
    if (length === 0) break;
    writer.raw(Buffer.of(distance & 0xff, distance >>> 8));
    writeRest(writer, beyond);
  }
  return writer.finish();
}

/** What of a length does not fit the four bits of the token. */
function writeRest(writer: WireWriter, length: number): void {
  if (length < 15) return;
  let rest = length - 15;
  for (; rest >= 255; rest -= 255) writer.raw(Buffer.of(255));
  writer.raw(Buffer.of(rest));
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
