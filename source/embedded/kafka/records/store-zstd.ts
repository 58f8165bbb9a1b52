import { WireWriter } from '../bytes/writer.ts';

/** The grammar of a frame is in compression/zstd/decompress-zstd.ts. */
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
