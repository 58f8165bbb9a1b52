import { WireWriter } from '../bytes/writer.ts';
import { findMatches } from './find-matches.ts';

const blockBytes = 32 * 1024;
/** Java's snappy stream: its magic, version 1, compatible with version 1. */
const streamHeader = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
const longestCopy = 64;

/** Snappy as Kafka's Java producer writes it; the grammar is in decompress-snappy.ts. */
export function compressSnappy(content: Buffer): Buffer {
  const writer = new WireWriter(content.length + 64);
  writer.raw(streamHeader);
  for (let start = 0; start < content.length; start += blockBytes)
    writer.nullableBytes(packBlock(content.subarray(start, start + blockBytes)));
  return writer.finish();
}

function packBlock(block: Buffer): Buffer {
  const writer = new WireWriter(block.length + 16);
  writer.unsignedVarint(block.length);
  for (const { literals, distance, length } of findMatches(block, 0)) {
    writeLiterals(writer, literals);
    for (let left = length; left > 0; left -= longestCopy) {
      const some = Math.min(left, longestCopy);
      writer.raw(Buffer.of(((some - 1) << 2) | 2, distance & 0xff, distance >>> 8));
    }
  }
  return writer.finish();
}

function writeLiterals(writer: WireWriter, literals: Buffer): void {
  const { length } = literals;
  if (length === 0) return;
  const last = length - 1;
  if (last < 60) writer.raw(Buffer.of(last << 2));
  else if (last < 256) writer.raw(Buffer.of(60 << 2, last));
  else writer.raw(Buffer.of(61 << 2, last & 0xff, last >>> 8));
  writer.raw(literals);
}
