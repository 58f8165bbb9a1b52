import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dictionary } from '../../../../source/embedded/kubernetes/streams/spdy/dictionary.ts';
import {
  controlFrame,
  dataFrame,
  type Frame,
  readFrames,
  SpdyError,
} from '../../../../source/embedded/kubernetes/streams/spdy/frames.ts';
import {
  emptyHeaderBlock,
  HeaderReader,
  parseHeaders,
} from '../../../../source/embedded/kubernetes/streams/spdy/header-block.ts';

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function frames(bytes: Buffer, size = 1 << 20): Promise<Frame[]> {
  const read: Frame[] = [];
  for await (const frame of readFrames(chunks(bytes, size))) read.push(frame);
  return read;
}

function block(headers: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const number = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    parts.push(bytes);
  };
  number(Object.keys(headers).length);
  for (const text of Object.entries(headers).flat()) {
    number(text.length);
    parts.push(Buffer.from(text, 'latin1'));
  }
  return Buffer.concat(parts);
}

it('uses the dictionary of real clients: the first block of kubectl carries its checksum', () => {
  expect(dictionary.length).toBe(1423);
  const first = deflateSync('', { dictionary });
  expect(first.subarray(2, 6).toString('hex')).toBe('e3c6a7c2');
});

it('splits any bytes into the same frames, however they arrive', async () => {
  const payload = fc.uint8Array({ maxLength: 40 });
  const frame = fc.oneof(
    fc.tuple(fc.nat(0x7fff_ffff), payload, fc.boolean()).map(([id, bytes, fin]) => dataFrame(id, bytes, fin)),
    fc.tuple(fc.integer({ min: 1, max: 9 }), payload).map(([type, bytes]) => controlFrame(type, bytes)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(frame), fc.integer({ min: 1, max: 30 }), async (made, size) => {
      const all = Buffer.concat(made);
      const read = await frames(all, size);
      expect(read).toHaveLength(made.length);
      expect(Buffer.concat(read.map(({ payload }) => payload))).toEqual(
        Buffer.concat(made.map((bytes) => bytes.subarray(8))),
      );
    }),
  );
});

it('refuses a frame that is too long, and any other version', async () => {
  await expect(frames(Buffer.from([0, 0, 0, 1, 0, 0xff, 0xff, 0xff]))).rejects.toThrow(SpdyError);
  await expect(frames(Buffer.from([0x80, 2, 0, 1, 0, 0, 0, 0]))).rejects.toThrow(SpdyError);
});

it('throws only SpdyError, whatever the bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const reader = new HeaderReader();
      for (const read of [
        () => frames(Buffer.from(bytes), 7),
        async () => parseHeaders(Buffer.from(bytes)),
        () => reader.read(Buffer.from(bytes)),
      ])
        await read().catch((error) => expect(error).toBeInstanceOf(SpdyError));
      reader.close();
    }),
  );
});

it('reads headers, and reads its own empty block as no headers', async () => {
  const headers = { streamtype: 'data', port: '8080', requestid: '0' };
  const reader = new HeaderReader();
  expect(await reader.read(deflateSync(block(headers), { dictionary, finishFlush: 2 }))).toEqual(headers);
  reader.close();
  const empty = new HeaderReader();
  expect(await empty.read(emptyHeaderBlock(true))).toEqual({});
  expect(await empty.read(emptyHeaderBlock(false))).toEqual({});
  empty.close();
});

it('resists a decompression bomb: a block that inflates to more than any header is refused or cut short', async () => {
  const reader = new HeaderReader();
  const bomb = deflateSync(Buffer.alloc(900_000), { dictionary, finishFlush: 2 });
  await expect(reader.read(bomb.subarray(0, 1024)).then((it) => Object.keys(it))).resolves.toEqual([]);
  await expect(reader.read(Buffer.alloc(5000))).rejects.toThrow(SpdyError);
  reader.close();
});
